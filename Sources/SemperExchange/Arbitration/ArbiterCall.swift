import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// A call to the arbiter that has been verified: who calls, about which exchange, and what it would decide.
struct ArbiterCall: Sendable {
  enum Kind: Hashable, Sendable {
    case abort
    /// With what is known of both openings, and whose locked items have been found to be bad.
    case resolve(originator: OpeningSecret?, responder: OpeningSecret?, fault: ExchangeRole?)
    /// A proof that holds against the peer of the party that complains, with the peer's opening.
    case complain(proof: Digest, of: ExchangeRole, secret: OpeningSecret)
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
  let windows: ComplaintWindows?
  let closes: Timestamp?
  let reply: SealingPublicKey?
}

extension ArbiterCall {
  /// Nobody calls, but time has passed: a query moves nothing else.
  static func timePassed(for exchange: Digest, _ party: Thumbprint) -> ArbiterCall {
    ArbiterCall(
      kind: .query, exchange: exchange, caller: party, parties: nil, commits: [], commitResponder: nil,
      windows: nil,
      closes: nil, reply: nil)
  }
}
