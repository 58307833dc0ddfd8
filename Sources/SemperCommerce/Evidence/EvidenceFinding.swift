import SemperCryptography
import SemperModel

/// What a hearing has found about one statement, before its signers have names.
struct EvidenceFinding: Sendable {
  let statement: SignedStatement
  /// Where it stands, when it is an item inside a commitment.
  let path: String?
  let says: String
  let time: Timestamp?
  let terms: Digest?
  let fault: Refusal?

  var name: String { Self.name(statement.kind, statement.digest) }

  static func name(_ kind: StatementKind, _ digest: Digest) -> String {
    "\(kind.rawValue) \(digest.description.dropFirst(8).prefix(8))"
  }
}
