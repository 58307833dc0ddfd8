public import SemperCertification
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// A buyer's way to a shop over any transport: offers and terms before a deal, statements in it.
///
/// Nothing that it brings has been judged.
public struct ShopClient: PeerLink {
  /// Longer than the shop lets a question for news stay open.
  static let patienceForNews = Span(seconds: 40)

  let shop: Correspondent

  public init(transport: any Transport, address: Address) {
    shop = Correspondent(address, over: transport, largest: 4 << 20, patience: Span(seconds: 20))
  }

  /// The shop's word on itself.
  public func description() async throws -> SignedStatement { try await shop.get("/.well-known/semper") }

  /// The offer that a page or a person calls by this code.
  public func offer(_ code: String) async throws -> SignedStatement { try await shop.get("/offers/\(code)") }

  /// The terms of business with this digest.
  public func terms(_ digest: Digest) async throws -> SignedStatement {
    try await shop.get("/terms/\(digest)")
  }

  /// What evaluators say of these terms, where the shop shows it; `nil` where it does not.
  public func evidence(of terms: Digest) async throws -> ServiceEvidence? {
    do {
      return try await shop.get("/terms/\(terms)/evidence", largest: ServiceEvidence.largest)
    } catch let refusal as Refusal where refusal.code == .notFound {
      return nil
    }
  }

  /// The ways in which the seller would be paid for a deal on an offer, signed; nothing has been judged.
  public func paymentOffer(for deal: ID<Deal>, on offer: Digest) async throws -> SignedStatement {
    try await shop.post(
      JSON.fields(["offer": offer.json]), to: "/deals/\(deal)/payment/offer", largest: 256 << 10)
  }

  /// The seller's confirmation of our selection from its payment offer.
  public func confirmation(
    of selection: SignedStatement, from offer: SignedStatement, for deal: ID<Deal>
  ) async throws -> SignedStatement {
    try await shop.post(
      JSON.fields(["offer": offer.json, "selection": selection.json]), to: "/deals/\(deal)/payment/selection",
      largest: 256 << 10)
  }

  public func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws {
    let _: JSON = try await shop.post(statement, to: "/deals/\(deal)/messages", largest: 64 << 10)
  }

  public func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement] {
    try await shop.get("/deals/\(deal)/messages", ["after": String(count)], within: Self.patienceForNews)
  }
}
