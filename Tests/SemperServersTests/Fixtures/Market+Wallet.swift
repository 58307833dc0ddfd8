import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperPreferences
import SemperServers
import SemperTerms
import SemperTrustedUI
import SemperWallet

extension Market {
  /// A wallet with some money in it that buys without asking.
  func wallet(
    over transport: (any Transport)? = nil, seed: [UInt8]? = nil, home: String = "wallet",
    withdrawing cents: Int64? = 2_000, bank: Address? = nil, display: any TrustedDisplay = AgreeableDisplay(),
    withoutAsking: Bool = true
  ) async throws -> WalletHome {
    let own = await self.bank.address
    let bytes = Array(try Data(contentsOf: URL(filePath: trustFile)))
    let hundred = Money(minorUnits: 10_000, .euro)
    let wallet = try await WalletHome.create(
      at: directory.path(of: home), passphrase: "test", seed: seed ?? Self.seed(), strength: .quick,
      trust: TrustList(canonicalBytes: bytes),
      bank: bank ?? own,
      program: WalletHome.Program(
        transport: transport ?? self.transport, display: display, time: SystemTime(), logger: logger,
        policy: SpendingPolicy(
          withoutAsking: withoutAsking ? hundred : Money(minorUnits: 0, .euro), atMost: hundred)))
    if let cents { try await wallet.purse.withdraw(Money(minorUnits: cents, .euro)) }
    return wallet
  }

  /// The same wallet again, as another process would open it.
  func reopened(
    over transport: (any Transport)? = nil, display: any TrustedDisplay = AgreeableDisplay()
  ) async throws -> WalletHome {
    let hundred = Money(minorUnits: 10_000, .euro)
    return try WalletHome.open(
      at: directory.path(of: "wallet"), passphrase: "test",
      program: WalletHome.Program(
        transport: transport ?? self.transport, display: display, time: SystemTime(), logger: logger,
        policy: SpendingPolicy(withoutAsking: hundred, atMost: hundred)))
  }

  /// The wallet opened again with a chip card that has been loaded.
  func withChipCard(_ wallet: WalletHome) async throws -> WalletHome {
    _ = try await wallet.insertChipCard()
    try wallet.close()
    let wallet = try await reopened()
    let manager = wallet.payments.manager
    guard let chip = manager.purses.first(where: { $0.scheme.name == "chipper" }),
      let load = try manager.specialOperations(of: chip.id).first(where: { $0.name == "load" })
    else { throw CodingError(.missing, "a chip card is expected") }
    _ = try await manager.perform(load, with: .amount(Money(minorUnits: 20_00, .euro)), on: chip.id)
    return wallet
  }

  /// The deals of a wallet as somebody runs them who takes no notice of what was agreed about paying: with coins.
  func dealsWithoutManager(
    of wallet: WalletHome, services: ServicePolicy = .cautious(.euro)
  ) throws -> BuyerDeals {
    let trust = try TrustList(canonicalBytes: Array(try Data(contentsOf: URL(filePath: trustFile))))
    let hundred = Money(minorUnits: 10_000, .euro)
    return BuyerDeals(
      BuyerDeals.Surroundings(
        archive: wallet.home.archive, blobs: wallet.home.blobs, transport: transport,
        keys: WalletKeys(seed: try wallet.home.seed(passphrase: "test")),
        roles: RoleVerifier(roots: trust.certificates),
        policy: SpendingPolicy(withoutAsking: hundred, atMost: hundred), services: services,
        display: AgreeableDisplay(),
        time: SystemTime(), logger: logger,
        goods: GoodsPlaces(records: wallet.home.archive.records, common: wallet.home.path + "/goods")))
  }

  /// The deals of a wallet in another archive, at another time and over another network.
  func deals(
    of wallet: WalletHome, in archive: any Archive, over transport: any Transport, at time: any TimeSource
  ) throws -> BuyerDeals {
    let trust = try TrustList(canonicalBytes: Array(try Data(contentsOf: URL(filePath: trustFile))))
    let hundred = Money(minorUnits: 10_000, .euro)
    return BuyerDeals(
      BuyerDeals.Surroundings(
        archive: archive, blobs: wallet.home.blobs, transport: transport,
        keys: WalletKeys(seed: try wallet.home.seed(passphrase: "test")),
        roles: RoleVerifier(roots: trust.certificates),
        policy: SpendingPolicy(withoutAsking: hundred, atMost: hundred), display: AgreeableDisplay(), time: time,
        logger: logger, goods: GoodsPlaces(records: archive.records, common: wallet.home.path + "/goods")))
  }

  private static func seed() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// The code of the only offer, as the shop's list shows it.
  func code() async throws -> String {
    guard case .array(let offers) = try CanonicalJSON.parse(await get("/offers").body), let code = offers.first?["code"]
    else { throw CodingError(.missing, "the shop lists no offer") }
    return try String(json: code)
  }

  /// How often the arbiter has decided anything; its own notices are in the log too.
  func decisionCount() async throws -> Int {
    try [SignedStatement](json: CanonicalJSON.parse(await get("/decisions", at: arbiter).body))
      .count { $0.kind == .decision }
  }

  /// Whether the bought files are those of the course.
  func hasGoods(_ deal: ID<Deal>) throws -> Bool {
    for name in ["lesson.bin", "read-me.txt"] {
      let bought = directory.path(of: "wallet/goods/\(deal)/\(name)")
      let sold = directory.path(of: "courses/\(Self.course)/\(name)")
      guard FileManager.default.contentsEqual(atPath: bought, andPath: sold) else { return false }
    }
    return true
  }
}
