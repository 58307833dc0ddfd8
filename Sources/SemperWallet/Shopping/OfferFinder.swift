import SemperCoding
public import SemperCommerce
public import SemperCommunication
import SemperCredentialSystems
import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

/// Finds an offer at a shop and verifies everything a buyer relies on before seeing it: the seller's certificate, the
/// offer, the terms of business, and the bank and arbiter that the offer names.
public struct OfferFinder: Sendable {
  private let transport: any Transport
  private let roles: RoleVerifier
  private let issuers: TrustedIssuers

  /// - Parameters:
  ///   - roles: trusts the authorities of the wallet's own trust list.
  ///   - issuers: whose credentials count where the terms ask a seller for some.
  public init(_ transport: any Transport, roles: RoleVerifier, issuers: TrustedIssuers = .none) {
    self.issuers = issuers
    self.transport = transport
    self.roles = roles
  }

  /// Refuses, with the reason, whatever does not lead to a trusted authority or does not fit together.
  public func find(code: String, at shop: Address, now: Timestamp) async throws -> FoundOffer {
    let seller = try await role(.shop, at: shop, now: now)
    let client = ShopClient(transport: transport, address: shop)
    guard code.utf8.count <= 64, code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
      throw WalletError(.notUnderstood, .errorCode, ["text": String(code.prefix(64))])
    }
    let signedOffer = try await signedOffer(code, from: client, at: shop)
    let offer = try offer(signedOffer, by: seller, now: now)
    let terms = try terms(try await client.terms(offer.content.service), of: offer, now: now)
    return try await found(offer, terms, by: seller, now: now)
  }

  /// The offer as the seller's who runs the shop, in force.
  func offer(
    _ signed: SignedStatement, by seller: VerifiedRole, now: Timestamp
  ) throws(Refusal) -> VerifiedStatement<Offer> {
    let offer = try VerifiedStatement<Offer>(verifying: signed, keys: KeySet())
    guard offer.content.seller == seller.description.key, offer.content.shop == seller.description.address else {
      throw Refusal(.wrongSigner, blame: .peer, "the offer is not by the seller who runs this shop")
    }
    try ClockTolerance.check("the offer", issued: offer.content.issued, at: now)
    guard now <= offer.content.expires else {
      throw Refusal(
        .expired, blame: .peer,
        "the offer is not in force any more; reload the shop's page, or ask the seller for a new offer")
    }
    return offer
  }

  /// The terms that an offer names, which can be kept to here.
  func terms(
    _ signed: SignedStatement, of offer: VerifiedStatement<Offer>, now: Timestamp
  ) throws(Refusal) -> VerifiedStatement<TermsOfBusiness> {
    let terms = try VerifiedStatement<TermsOfBusiness>(verifying: signed, keys: KeySet([offer.content.seller]))
    try Agreement.check(offer: offer.content, under: terms.content, terms.digest)
    try PlayableTerms.check(terms.content, blame: .peer)
    try CredentialRequirements(SDJWTCredentials(), issuers: issuers).check(offer.content, under: terms.content, at: now)
    return terms
  }

  /// With the bank and the arbiter that the offer names, as they describe themselves now.
  func found(
    _ offer: VerifiedStatement<Offer>, _ terms: VerifiedStatement<TermsOfBusiness>, by seller: VerifiedRole,
    now: Timestamp
  ) async throws -> FoundOffer {
    let arbiter = try await arbiter(of: offer.content, under: terms.content, now: now)
    try terms.content.check(against: arbiter.description.policy, at: now, blame: .peer)
    let bank = try await role(.bank, at: offer.content.bank.address, now: now)
    return FoundOffer(
      offer: offer, terms: terms, seller: seller, bank: try self.bank(bank, of: offer.content), arbiter: arbiter)
  }

  func bank(_ bank: VerifiedRole, of offer: Offer) throws(Refusal) -> VerifiedRole {
    guard bank.description.key == offer.bank.key else {
      throw Refusal(.untrusted, blame: .peer, "the bank does not have the key that the offer names")
    }
    return bank
  }

  private func signedOffer(_ code: String, from client: ShopClient, at shop: Address) async throws -> SignedStatement {
    do {
      return try await client.offer(code)
    } catch let refusal as Refusal where refusal.code == .notFound {
      throw WalletError(.notFound, .errorCodeUnknown, ["shop": shop.text + "/"])
    }
  }

  /// The arbiter's word on the epoch that the offer pins: the present one, or one that it still serves. Its key for an
  /// earlier epoch must be there until the last moment at which an exchange under the terms could need it.
  private func arbiter(
    of offer: Offer, under terms: TermsOfBusiness, now: Timestamp
  ) async throws -> VerifiedRole {
    let address = offer.arbiterAddress
    let present = try await role(.arbiter, at: address, now: now)
    if present.description.arbiter == offer.arbiter { return present }
    let stranger = Self.strangeArbiter
    guard let closes = terms.latestClose(opened: now), present.description.key == offer.arbiter.key else {
      throw stranger
    }
    let client = ArbiterLogClient(transport: transport, address: address)
    let earlier = try verified(
      await client.description(ofEpoch: offer.arbiter.epoch), as: .arbiter, at: address, now: now)
    guard earlier.description.arbiter == offer.arbiter else { throw stranger }
    guard closes <= earlier.description.expires else {
      throw Refusal(
        .expired, blame: .peer,
        "the offer is from an epoch that the arbiter ends at \(earlier.description.expires), too early for these terms; "
          + "fetch the offer again in a few minutes")
    }
    return earlier
  }

  static let strangeArbiter = Refusal(
    .untrusted, blame: .peer, "the arbiter does not describe itself as the offer does")

  /// A role's verified description of itself.
  public func role(
    _ role: RoleDescription.Role, at address: Address, now: Timestamp
  ) async throws -> VerifiedRole {
    try verified(
      await ShopClient(transport: transport, address: address).description(), as: role, at: address, now: now)
  }

  func verified(
    _ statement: SignedStatement, as role: RoleDescription.Role, at address: Address, now: Timestamp
  ) throws(Refusal) -> VerifiedRole {
    let verified = try roles.verify(statement, role: role, at: now)
    guard verified.description.address == address else {
      throw Refusal(.untrusted, blame: .peer, "the role at \(address) says that it is somewhere else")
    }
    return verified
  }
}
