package import SemperCryptography
package import SemperExchange
package import SemperModel
import SemperPayments

/// A made-up exchange of nothing before an arbiter, with the call that aborts it: all that it takes to have one decision made.
package struct Quarrel: Sendable {
  package let exchange: Digest
  /// The originator.
  package let party: SigningKey
  package let abort: SignedStatement

  /// - Parameter arbiter: what its description says of it.
  package init(before arbiter: ArbiterTerms, at now: Timestamp) throws {
    var generator = SystemRandomNumberGenerator()
    let (one, other) = (SigningKey(), SigningKey())
    func party(_ role: ExchangeRole, _ key: SigningKey) -> PartyTerms {
      PartyTerms(
        role: role, key: key.publicKey, nonce: Nonce(using: &generator), secret: OpeningSecret(using: &generator))
    }
    let hour = Span(seconds: 3_600)
    let terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: party(.originator, one), responder: party(.responder, other), arbiter: arbiter,
        closes: now.advanced(by: hour)),
      body: ExchangeBody(
        originatorItems: [], responderItems: [], level: .strong, window: hour, ledgers: [], context: arbiter.policy))
    exchange = terms.id
    self.party = one
    abort = try SignedStatement(AbortRequest(terms), signedBy: [one])
  }
}
