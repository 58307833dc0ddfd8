import SemperArchiveSQLite
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperServers
import SemperTerms
import SemperWallet

/// A course that was bought for 7.50, and whoever can sign rulings on it: the deal's arbiter, by the key in the home that it has left.
struct RuledDeal: Sendable {
  static let now = Timestamp(seconds: 1_800_000_000)

  let bundle: EvidenceBundle
  let buyer: SigningKey
  let arbiter: SigningKey
  let bank: SigningKey

  /// Buys, and ends the arbiter and the bank.
  static func bought(in market: Market) async throws -> RuledDeal {
    let (wallet, bundle) = try await bundle(in: market)
    let buyer = try buyer(of: bundle, wallet)
    try wallet.close()
    for role in [market.arbiter, market.bank] { await role.drop() }
    return RuledDeal(
      bundle: bundle, buyer: buyer, arbiter: try await key(of: "arbiter", in: market),
      bank: try await key(of: "bank", in: market))
  }

  static func bundle(in market: Market) async throws -> (WalletHome, EvidenceBundle) {
    let wallet = try await market.wallet()
    let machine = try await wallet.buy(
      code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
    guard let deal = machine.record?.opening.deal else { throw Refusal(.notFound, blame: .us, "nothing was bought") }
    return (wallet, try await wallet.bundle(of: deal))
  }

  static func buyer(of bundle: EvidenceBundle, _ wallet: WalletHome) throws -> SigningKey {
    guard let deal = bundle.deal else { throw Refusal(.notFound, blame: .us, "nothing was ordered") }
    return WalletKeys(seed: try wallet.home.seed(passphrase: "test")).signing(deal)
  }

  /// Of a role that has ended.
  static func key(of role: String, in market: Market) async throws -> SigningKey {
    let home = try RoleHome(at: market.directory.path(of: role))
    defer { try? home.close() }
    return try await home.signingKey()
  }

  var seller: Thumbprint? { bundle.offer?.seller.thumbprint }

  func ruling(
    _ cents: Int64, on claim: UInt8 = 1, isFinal: Bool = true, by other: SigningKey? = nil, about deal: ID<Deal>? = nil
  ) throws -> SignedStatement {
    let key = other ?? arbiter
    guard let deal = deal ?? bundle.deal else { throw Refusal(.notFound, blame: .us, "nothing was ordered") }
    let ruling = Ruling(
      claim: Digest(of: [claim], for: .document), answer: nil, first: isFinal ? Digest(of: [0], for: .document) : nil,
      deal: deal, claimant: buyer.thumbprint, arbiter: key.thumbprint, basis: .judgement,
      remedy: cents > 0 ? .pays(Money(minorUnits: cents, .euro), to: .buyer) : .nothing, reasons: [.judged],
      finding: nil, issued: Self.now, appealableUntil: isFinal ? nil : Self.now.advanced(by: Span(seconds: 60)))
    return try SignedStatement(ruling, signedBy: [key])
  }

  func order(
    _ ruling: SignedStatement, by other: SigningKey? = nil, to account: Thumbprint? = nil, at bank: Thumbprint? = nil
  ) throws -> SignedStatement {
    let key = other ?? buyer
    let (offer, order) = (bundle.statements(of: .offer), bundle.statements(of: .order))
    let enforce = EnforceOrder(
      bank: bank ?? self.bank.thumbprint, claimant: key.publicKey, offer: offer[0], order: order[0],
      agreements: [bundle.statements(of: .contract)[0]], ruling: ruling, account: account ?? key.thumbprint,
      issued: Self.now)
    return try SignedStatement(enforce, signedBy: [key])
  }
}
