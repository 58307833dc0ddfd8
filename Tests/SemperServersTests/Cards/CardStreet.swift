import SemperArchive
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperSET
import SemperTesting

@testable import SemperServers

/// A card bank and shops that live by an artificial clock, and are closed and opened again on what they have kept.
struct CardStreet {
  static let start = Timestamp(seconds: 1_800_000_000)

  let clock = VirtualTime(now: CardStreet.start)
  let archive = InMemoryArchive()
  let key = SigningKey()
  let arbiter = SigningKey()
  let refund = SigningKey()
  private let line = InProcessTransport()
  private let address: Address

  init() throws { address = try Address("http://127.0.0.1:1") }

  /// A lock that stands, and what opens it.
  struct Locked {
    let terms: LockTerms
    let opening: ItemOpening
  }

  /// Until so many days are over since the beginning.
  func wait(untilDay day: Int64) {
    let end = Self.start.advanced(by: Span(seconds: day * 86_400))
    clock.advance(by: Span(seconds: end.seconds - (clock.now()).seconds))
  }

  var bank: CardBankClient { CardBankClient(transport: line, address: address, bank: key.publicKey) }

  /// Opens the bank on its archive, in place of the one that was there.
  @discardableResult func openBank() async throws -> CardHouse {
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 100_00, .euro))
    let house = try await CardHouse.open(
      on: bank, key: key, keys: archive.keys, brand: BrandID("Semper Test Brand"), holdTime: Span(seconds: 86_400),
      at: clock.now())
    line.serve(CardBankRoutes(bank: bank, house: house, time: clock).routes, at: address)
    return house
  }

  /// From now on nobody answers there.
  func closeBank() { line.serve(nil, at: address) }

  /// Opens a shop on what it has kept.
  func openShop(_ number: Int, _ owner: SigningKey, _ archive: InMemoryArchive) async throws -> ShopCards {
    let place = try Address("http://127.0.0.1:\(number + 1)")
    let now = clock.now()
    let description = RoleDescription(
      role: .bank, organisation: try HumanText("Card bank"), key: key.publicKey, address: address, issued: now,
      expires: now.advanced(by: Span(seconds: 86_400)))
    let shop = try await ShopCards(
      description, key: owner, at: place, archive: archive, transport: line, time: clock,
      arbiterKey: { [arbiter] _ in arbiter.publicKey })
    line.serve(SETRoutes(merchant: shop.till).routes, at: place)
    return shop
  }

  /// A card on the holder's account, with a key certified for it now.
  func card(of holder: SigningKey) async throws -> StoredCard {
    var generator = SystemRandomNumberGenerator()
    let now = clock.now()
    _ = try await bank.openAccount(for: holder, currency: .euro, operation: ID(using: &generator), now: now)
    return try await bank.register(
      bank.letter(to: holder, now: now), key: SigningKey(), in: bank.brand(at: now), time: clock)
  }

  /// Locks money of the card for the shop.
  func lock(_ card: StoredCard, at shop: ShopCards, of owner: SigningKey, units: Int64) async throws -> Locked {
    var generator = SystemRandomNumberGenerator()
    let amount = Money(minorUnits: units, .euro)
    let opening = try ItemOpening(bytes: Nonce(using: &generator).bytes)
    let terms = LockTerms(
      exchange: try Digest(bytes: Nonce(using: &generator).bytes), path: "payment", opening: opening.digest,
      amount: amount, payee: owner.thumbprint, refund: refund.thumbprint, arbiter: arbiter.thumbprint, rule: .payment)
    let option = try await till(shop).option(
      for: PaymentRequest(
        amount: amount, reference: PaymentReference(for: Digest(plain: [1]), path: "payment"),
        notAfter: clock.now().advanced(by: Span(seconds: 600))))
    let purse = CardPurse(
      desk: try card.desk(), gateway: bank.gateway, records: InMemoryArchive().records, time: clock,
      way: { [line] in SETClient(transport: line, address: $0, media: .payment) }, refundKey: { [refund] _ in refund },
      arbiterKey: { [arbiter] _ in arbiter.publicKey })
    _ = try await purse.lock(terms, paying: option)
    return Locked(terms: terms, opening: opening)
  }

  func till(_ shop: ShopCards) throws -> SETShopTill {
    SETShopTill(
      try PurseID(bytes: Array(repeating: 6, count: PurseID.size)), desk: shop.desk, gateway: bank.gateway,
      records: InMemoryArchive().records, bank: "acquirer", address: shop.address,
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 100_00, .euro)),
      faculties: PurseFaculties(lockingTill: shop.till), time: clock)
  }

  /// Gives back what was claimed of a lock; tells how much.
  func giveBack(_ locked: Locked, by shop: ShopCards) async throws -> Money {
    var generator = SystemRandomNumberGenerator()
    let now = clock.now()
    let approval = try await shop.till.approval(of: locked.terms)
    let (asked, message) = try shop.desk.reverse(
      Credit.self, approval, amount: locked.terms.amount, using: &generator, at: now)
    return try await shop.desk.reversed(Credit.self, bank.gateway.answer(message, at: now), to: asked, at: now)
  }

  func balance(of holder: SigningKey) async throws -> Int64 {
    try await bank.account(of: holder, now: clock.now()).balance.minorUnits
  }
}
