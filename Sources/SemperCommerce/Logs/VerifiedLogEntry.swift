import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// What a decision and a notice in an arbiter's log have in common, once the arbiter's signature on it has been verified.
struct VerifiedLogEntry {
  let number: Int
  let previous: Digest
  let issued: Timestamp
  let decision: ArbiterDecision?

  init(_ statement: SignedStatement, by key: PublicKey) throws(Refusal) {
    let keys = KeySet([key])
    if statement.kind == .logNotice {
      let notice = try VerifiedStatement<LogNotice>(verifying: statement, keys: keys).content
      (number, previous, issued, decision) = (notice.number, notice.previous, notice.issued, nil)
    } else {
      let content = try VerifiedStatement<ArbiterDecision>(verifying: statement, keys: keys).content
      (number, previous, issued, decision) = (content.number, content.previous, content.issued, content)
    }
  }
}
