public import SemperCredentials
import SemperCryptography
import SemperExchange
public import SemperModel
import SemperStatements
public import SemperTerms

/// Whether a side has shown the credentials that the terms ask of it, by issuers who count here.
public struct CredentialRequirements: Sendable {
  private let system: any CredentialSystem
  private let issuers: TrustedIssuers

  public init(_ system: any CredentialSystem, issuers: TrustedIssuers) {
    self.system = system
    self.issuers = issuers
  }

  /// Refuses an offer whose seller does not show all that the terms ask of it: `credentialMissing`, and what its credentials may be
  /// refused for. They have to be bound to the key that signs the offer.
  public func check(_ offer: Offer, under terms: TermsOfBusiness, at now: Timestamp) throws(Refusal) {
    for type in terms.requirements?.seller ?? [] {
      let place = ShowingPlace.offers(of: offer.seller.thumbprint, under: offer.service)
      let held = try held(type, offer.shown, "seller", place, now)
      guard held.holder == offer.seller else {
        throw Refusal(
          .credentialInvalid, blame: .peer, "the seller shows a credential “\(type)” that is another one's")
      }
    }
  }

  /// Refuses an order whose buyer does not show all that the terms ask of it, in the same way. They are bound to other keys than the
  /// order's, so that the seller learns no name from them.
  public func check(_ order: Order, under terms: TermsOfBusiness, at now: Timestamp) throws(Refusal) {
    for type in terms.requirements?.buyer ?? [] {
      let place = ShowingPlace.order(
        in: order.deal, on: order.offer, by: order.buyer.key.thumbprint, to: order.seller)
      _ = try held(type, order.shown, "buyer", place, now)
    }
  }

  private func held(
    _ type: String, _ shown: [ShownCredential], _ side: String, _ place: ShowingPlace, _ now: Timestamp
  ) throws(Refusal) -> HeldCredential {
    let trusted = issuers.issuers(of: type)
    guard !trusted.isEmpty else {
      throw Refusal(
        .credentialMissing, blame: .us,
        "the terms ask the \(side) for the credential “\(type)”, and nobody is trusted here to issue it; "
          + "name who is: --trust-issuer \(type)=THUMBPRINT")
    }
    guard let one = shown.first(where: { $0.type == type }) else {
      throw Refusal(
        .credentialMissing, blame: .peer, "the terms ask the \(side) for the credential “\(type)”, and it shows none")
    }
    let held = try system.check(one.shown, to: place.audience, nonce: place.nonce, at: now)
    guard (try? CredentialType(text: held.type))?.name == type else {
      throw Refusal(
        .credentialInvalid, blame: .peer, "the \(side) shows a credential of another type than “\(type)”")
    }
    guard trusted.contains(held.issuer) else {
      throw Refusal(
        .credentialMissing, blame: .peer,
        "the \(side)'s credential “\(type)” is issued by \(held.issuer), who is not trusted here to issue it")
    }
    return held
  }
}
