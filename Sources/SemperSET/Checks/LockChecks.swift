import SemperCryptography
import SemperModel
import SemperPayments

/// With what locked money moves: the ledger's rule, for a card's hold as for every other lock.
enum LockChecks {
  enum Move: Equatable {
    case toPayee
    case back
    case divided(Money, agreement: Digest)
  }

  /// What a title does to a lock. Refuses with `lock` what moves nothing.
  static func move(
    _ title: LockTitle, on terms: LockTerms, ledger: Thumbprint, at now: Timestamp
  ) throws(SETRefusal) -> Move {
    do throws(Refusal) {
      switch title {
      case .opening(let opening):
        guard terms.rule.opens, opening.digest == terms.opening else {
          throw Refusal(.lockInvalid, blame: .peer, "this does not open the lock")
        }
        return .toPayee
      case .decision(let signed, let arbiter):
        let verdict = try terms.verdict(of: signed, by: arbiter)
        if terms.rule.pays(on: verdict) { return .toPayee }
        try terms.rule.requireReturns(on: verdict)
        return .back
      case .acceptance(let signed):
        try terms.requireReturned(byAcceptance: signed)
        return .back
      case .division(let signed):
        let division = try LockDivision(verifying: signed, at: ledger, now: now)
        guard division.terms == terms else {
          throw Refusal(.lockInvalid, blame: .peer, "the division is of another lock")
        }
        return .divided(division.paid, agreement: division.agreement)
      }
    } catch {
      throw SETRefusal(.lock, error)
    }
  }
}
