import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// A call to the arbiter that has been verified: who calls, about which exchange, and what it would decide.
struct ArbiterCall: Sendable {
  enum Kind: Hashable, Sendable {
    case abort
    /// With what is known of both openings, and whether the originator owes data.
    case resolve(originator: OpeningSecret?, responder: OpeningSecret?, dataFromOriginator: Bool)
    case complain(proof: Digest, secret: OpeningSecret)
    case accept
    case query
  }

  let kind: Kind
  let exchange: Digest
  let caller: Thumbprint
  /// Everything below is absent for `accept` and `query`, which name the exchange only.
  let parties: (originator: Thumbprint, responder: Thumbprint)?
  let commits: [Digest]
  let commitResponder: SignedStatement?
  let window: Span?
  let closes: Timestamp?
  let reply: SealingPublicKey?
}
