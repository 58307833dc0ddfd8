import CardTrials
import SemperArchive
import SemperBank
import SemperChipper
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Synchronization

/// A provider of purses with a payer's card and a payee's module, each of which can be restarted.
final class ChipperUnderTest: PaymentSystemUnderTest {
  private static let bankKey = SigningKey()
  private static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  private static let host = CardNumber(0x9001)
  private static let purseNumber = CardNumber(1)
  private static let moduleNumber = CardNumber(2)
  private static let expiry = CardDate(Timestamp(seconds: 1_830_000_000))
  private static let masters: [KeyUse: any MasterKey] = Dictionary(
    uniqueKeysWithValues: KeyUse.allCases.map { ($0, CMACKey()) })

  let paymentClass = PaymentClass.cashLike
  let currency = Currency.euro
  let grant: Int64 = 100_00
  let largest: Int64 = 60_00
  let time: VirtualTime

  private struct Opened {
    var provider: PurseProvider?
    var purseCard: Card<SemperChipper.Purse>?
    var moduleCard: Card<Module>?
  }

  private let opened = Mutex(Opened())

  private let step: Int64?

  /// - Parameter metered: the till is one that is paid step by step, so much at a time.
  init(time: VirtualTime, metered: Int64? = nil) {
    self.time = time
    step = metered
  }

  private static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  private static var keys: ProviderKeys { ProviderKeys(version: 1, masters: masters) }

  var providers: PaymentProviders { PaymentProviders([Self.bankKey.publicKey]) }

  /// What was issued when the bank was first opened; nothing of it is the bank's to keep.
  func openBank(_ archive: InMemoryArchive) async throws {
    let bank = Bank(
      records: archive.records, name: Self.bankKey.thumbprint, currency: currency,
      grant: Money(minorUnits: grant, currency))
    for (index, party) in PaymentParty.allCases.enumerated() {
      let opening = AccountOpening(
        key: Self.key(party).publicKey, bank: bank.name, currency: currency,
        operation: try ID(bytes: Array(repeating: UInt8(index), count: 16)), issued: time.now())
      _ = try await bank.open(SignedStatement(opening, signedBy: [Self.key(party)]), now: time.now())
    }
    let provider = PurseProvider(bank: bank, number: Self.host, keys: Self.keys)
    try await register(provider)
    opened.withLock { $0.provider = provider }
  }

  /// The provider knows both cards, also when it died while it issued them.
  private func register(_ provider: PurseProvider) async throws {
    var number = FixedNumber(Self.purseNumber.value)
    do {
      _ = try await provider.issuePurse(
        to: Self.key(.payer).thumbprint, maximum: 500_00, expiry: Self.expiry, pin: PurseWorld.pin, using: &number)
    } catch let refusal as Refusal where refusal.code == .idReused {}
    number = FixedNumber(Self.moduleNumber.value)
    do {
      _ = try await provider.issueModule(to: Self.key(.payee).thumbprint, using: &number)
    } catch let refusal as Refusal where refusal.code == .idReused {}
  }

  /// The cards as they left the provider.
  private static func newPurse() throws -> SemperChipper.Purse {
    let cardKeys = try [KeyUse.load, .purchase, .update].map {
      try keys.master($0).cardKey($0, of: purseNumber, version: 1)
    }
    let profile = PurseProfile(
      number: purseNumber, provider: host, currency: .euro, expiry: expiry, maximum: 500_00)
    return SemperChipper.Purse(
      PurseState(
        profile: profile, pin: PurseWorld.pin, loadKey: cardKeys[0], purchaseKey: cardKeys[1], updateKey: cardKeys[2]))
  }

  private static func newModule() throws -> Module {
    let key = try keys.master(.collection).cardKey(.collection, of: moduleNumber, version: 1)
    let profile = ModuleProfile(number: moduleNumber, provider: host, currency: .euro)
    return Module(ModuleState(profile: profile, collectionKey: key), purchaseKeys: keys.purchaseKeys)
  }

  func provider() throws -> PurseProvider {
    guard let provider = opened.withLock(\.provider) else { throw TransportError(.unreachable, "the bank is down") }
    return provider
  }

  private var limits: PurseLimits { PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)) }

  func purse(_ archive: InMemoryArchive) async throws -> any PaymentPurse {
    let card = Card<SemperChipper.Purse>(in: archive.records, named: "purse") { bytes in
      try SemperChipper.Purse(stateBytes: bytes)
    }
    _ = try await card.personalise(Self.newPurse())
    opened.withLock { $0.purseCard = card }
    return ChipperPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), card: InProcessChannel(card),
      host: LineToHost(system: self), provider: Self.bankKey.thumbprint, limits: limits, expires: nil,
      pin: { PurseWorld.pin }, account: { [self] in try await accountBalance() }, time: time)
  }

  private func accountBalance() async throws -> BankBalance {
    let units = try await balance(of: .payer)
    return BankBalance(available: Money(minorUnits: units, currency), held: .zero(currency), asOf: time.now())
  }

  func till(_ archive: InMemoryArchive) async throws -> any PaymentPurse {
    let keys = Self.keys.purchaseKeys
    let card = Card<Module>(in: archive.records, named: "module") { bytes in
      try Module(stateBytes: bytes, purchaseKeys: keys)
    }
    _ = try await card.personalise(Self.newModule())
    opened.withLock { $0.moduleCard = card }
    let meter = step.map { step -> ChipperTill.Meter in
      { _, paid in Money(minorUnits: paid.minorUnits + step, paid.currency) }
    }
    return ChipperTill(
      try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), module: InProcessChannel(card),
      host: LineToHost(system: self), provider: Self.bankKey.thumbprint, limits: limits,
      meter: meter, time: time)
  }

  private func balance(of party: PaymentParty) async throws -> Int64 {
    let currency = currency
    return try await provider().bank.records.read {
      try Ledger.balance(of: .customer(Self.key(party).thumbprint), in: currency, $0) ?? 0
    }
  }

  private func onCards() async throws -> (purse: Int64, module: Int64) {
    let cards = opened.withLock { ($0.purseCard, $0.moduleCard) }
    let purse = try await cards.0.map { PurseTerminal(InProcessChannel($0)) }?.balance() ?? 0
    let module = try await cards.1.map { ModuleTerminal(InProcessChannel($0)) }?.status().total ?? 0
    return (Int64(purse), Int64(module))
  }

  func wealth(of party: PaymentParty) async throws -> Int64 {
    let cards = try await onCards()
    return try await balance(of: party) + (party == .payer ? cards.purse : cards.module)
  }

  func total() async throws -> Int64 {
    let currency = currency
    return try await provider().bank.records.read { reader in
      try [LedgerAccount.customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .purses]
        .reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  func findings() async throws -> [String] {
    let audit = try await provider().audit()
    var findings = audit.findings + (try await provider().alarms()).map { "alarm: \($0.sign.rawValue)" }
    let cards = try await onCards()
    if cards.purse + cards.module > audit.shadow { findings.append("cards hold more than was loaded") }
    return findings
  }
}

/// The line to the host as it is now.
private struct LineToHost: PurseHost {
  let system: ChipperUnderTest
  let number = CardNumber(0x9001)

  func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal {
    try await system.provider().order(offer, now: now)
  }

  func complete(_ completion: PurseCompletion, now: Timestamp) async throws {
    try await system.provider().complete(completion, now: now)
  }

  func order(_ offer: PurseOffer, locking lock: LockTerms, now: Timestamp) async throws -> Seal {
    try await system.provider().order(offer, locking: lock, now: now)
  }

  func open(_ purse: CardNumber) async throws -> [PurseOffer] { try await system.provider().open(purse) }

  func receipt(of lock: LockTerms) async throws -> SignedStatement? { try await system.provider().receipt(of: lock) }

  func collect(_ delivery: ModuleDelivery, now: Timestamp) async throws -> ModuleDischarge {
    try await system.provider().collect(delivery, now: now)
  }

  func refund(_ refund: ModuleRefund, now: Timestamp) async throws {
    try await system.provider().refund(refund, now: now)
  }

  func refund(for reference: Digest) async throws -> ModuleRefund? {
    try await system.provider().refund(for: reference)
  }
}

private struct FixedNumber: RandomNumberGenerator {
  private let value: UInt64

  init(_ value: UInt64) { self.value = value }

  mutating func next() -> UInt64 { value }
}
