import CardTrials
package import SemperArchive
import SemperBank
package import SemperChipper
import SemperCoding
import SemperCommunication
import SemperCryptography
package import SemperEngine
package import SemperModel
package import SemperPayments
import SemperTestMoney
package import SemperTesting
import Synchronization

/// A provider of purses with a payer's card and a payee's module, each of which can be restarted.
package final class ChipperUnderTest: LockingSystem {
  private static let bankKey = SigningKey()
  private static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  private static let host = CardNumber(0x9001)
  private static let purseNumber = CardNumber(1)
  private static let moduleNumber = CardNumber(2)
  private static let expiry = CardDate(Timestamp(seconds: 1_830_000_000))
  private static let masters: [KeyUse: any MasterKey] = Dictionary(
    uniqueKeysWithValues: KeyUse.allCases.map { ($0, CMACKey()) })

  package let scheme = ChipperPurse.scheme
  package let deals = TestDeals()
  package let payee = ChipperUnderTest.key(.payee).thumbprint
  package let paymentClass = PaymentClass.cashLike
  package let currency = Currency.euro
  package let grant: Int64 = 100_00
  package let largest: Int64 = 60_00
  package let time: VirtualTime
  package let tap = BankTap()

  private struct Opened {
    var provider: PurseProvider?
    var locks: AccountLocks?
    var money: TestMoneyBank?
    var purseCard: Card<SemperChipper.Purse>?
    var moduleCard: Card<Module>?
  }

  private let opened = Mutex(Opened())

  private let step: Int64?
  private let isHosted: Bool
  /// The way to the bank that keeps the payee's module.
  private let transport = InProcessTransport()
  private let address: Address = {
    do {
      return try Address("http://127.0.0.1:1")
    } catch {
      preconditionFailure("that is an address")
    }
  }()

  /// - Parameters:
  ///   - metered: the till is one that is paid step by step, so much at a time.
  ///   - hosted: whether the payee's module stays at the bank.
  package init(time: VirtualTime, metered: Int64? = nil, hosted: Bool = false) {
    self.time = time
    step = metered
    isHosted = hosted
  }

  private static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  private static var keys: ProviderKeys { ProviderKeys(version: 1, masters: masters) }

  package var providers: PaymentProviders { PaymentProviders([Self.bankKey.publicKey]) }

  /// What was issued when the bank was first opened; nothing of it is the bank's to keep.
  package func openBank(_ archive: any Archive) async throws {
    let bank = Bank(
      records: archive.records, name: Self.bankKey.thumbprint, currency: currency,
      grant: Money(minorUnits: grant, currency))
    for (index, party) in PaymentParty.allCases.enumerated() {
      let opening = AccountOpening(
        key: Self.key(party).publicKey, bank: bank.name, currency: currency,
        operation: try ID(bytes: Array(repeating: UInt8(index), count: 16)), issued: time.now())
      _ = try await bank.open(SignedStatement(opening, signedBy: [Self.key(party)]), now: time.now())
    }
    let locks = AccountLocks(bank: bank, key: Self.bankKey)
    let provider = PurseProvider(bank: bank, number: Self.host, keys: Self.keys, locks: locks)
    try await register(provider)
    let money = TestMoneyBank(bank: bank, key: Self.bankKey)
    let host = ModuleHost(provider) { [time] in time.now() }
    if isHosted {
      // Ordered by the payee, once for ever.
      let order = LetterOrder<ModuleLetter>(
        bank: bank.name, key: Self.key(.payee).publicKey, reply: SealingKey().publicKey, issued: time.now())
      _ = try await provider.hostModule(SignedStatement(order, signedBy: [Self.key(.payee)]), now: time.now())
      try await host.collect()
      // Who has died over it is not open.
      _ = try await provider.alarms()
    }
    opened.withLock { ($0.provider, $0.locks, $0.money) = (provider, locks, money) }
    transport.serve(host.routes, at: address)
  }

  /// The payee's module at the bank, as its till speaks with it.
  private func hosted() -> HostedModuleChannel {
    HostedModuleChannel(
      transport: transport, address: address, bank: Self.bankKey.publicKey, account: Self.key(.payee), time: time)
  }

  /// The provider knows both cards, also when it died while it issued them.
  private func register(_ provider: PurseProvider) async throws {
    var number = FixedNumber(Self.purseNumber.value)
    do {
      _ = try await provider.issuePurse(
        to: Self.key(.payer).thumbprint, maximum: 500_00, expiry: Self.expiry, pin: PurseWorld.pin, using: &number)
    } catch let refusal as Refusal where refusal.code == .idReused {}
    guard !isHosted else { return }
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

  package func provider() throws -> PurseProvider {
    guard let provider = opened.withLock(\.provider) else { throw TransportError(.unreachable, "the bank is down") }
    return provider
  }

  private var limits: PurseLimits { PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)) }

  package func purse(_ archive: any Archive) async throws -> any PaymentPurse {
    let card = Card<SemperChipper.Purse>(in: archive.records, named: "purse") { bytes in
      try SemperChipper.Purse(stateBytes: bytes)
    }
    _ = try await card.personalise(Self.newPurse())
    opened.withLock { $0.purseCard = card }
    return ChipperPurse(
      try PurseID(bytes: Array(repeating: 7, count: PurseID.size)), card: InProcessChannel(card),
      host: LineToHost(system: self), provider: Self.bankKey.thumbprint, limits: limits, expires: nil,
      pin: { PurseWorld.pin }, locks: (Self.bankKey.publicKey, locking(.payer)), account: try account(.payer),
      time: time)
  }

  package func till(_ archive: any Archive) async throws -> any PaymentPurse {
    let module: any CardChannel = try await isHosted ? hosted() : ownModule(archive)
    let meter = step.map { step -> ChipperTill.Meter in
      { _, paid in Money(minorUnits: paid.minorUnits + step, paid.currency) }
    }
    return ChipperTill(
      try PurseID(bytes: Array(repeating: 8, count: PurseID.size)), module: module,
      host: LineToHost(system: self), provider: Self.bankKey.thumbprint, limits: limits,
      locking: locking(.payee), account: try account(.payee), meter: meter, isHosted: isHosted, time: time)
  }

  private func ownModule(_ archive: any Archive) async throws -> any CardChannel {
    let keys = Self.keys.purchaseKeys
    let card = Card<Module>(in: archive.records, named: "module") { bytes in
      try Module(stateBytes: bytes, purchaseKeys: keys)
    }
    _ = try await card.personalise(Self.newModule())
    opened.withLock { $0.moduleCard = card }
    return InProcessChannel(card)
  }

  /// A party's account as purse and till of locks.
  private func locking(_ party: PaymentParty) -> AccountPurse {
    AccountPurse(
      desk: LineToLocks(system: self), account: Self.key(party), payee: Self.key(party), refund: deals.refund,
      time: time, arbiterKey: { [deals] in deals.arbiterKey($0) })
  }

  /// A party's account, between which goes back what was paid under a lock.
  private func account(_ party: PaymentParty) throws -> TestMoneyPurse {
    TestMoneyPurse(
      try PurseID(bytes: Array(repeating: 9, count: PurseID.size)), bank: Self.bankKey.publicKey,
      account: Self.key(party), link: LineToAccounts(system: self), limits: limits, time: time)
  }

  fileprivate func money() throws -> TestMoneyBank {
    guard let money = opened.withLock(\.money) else { throw TransportError(.unreachable, "the bank is down") }
    return money
  }

  fileprivate static var bank: PublicKey { bankKey.publicKey }

  fileprivate func locks() throws -> AccountLocks {
    guard let locks = opened.withLock(\.locks) else { throw TransportError(.unreachable, "the bank is down") }
    return locks
  }

  package func held() async throws -> Int64 { try await balance(.holds) }

  private func balance(of party: PaymentParty) async throws -> Int64 {
    try await balance(.customer(Self.key(party).thumbprint))
  }

  private func balance(_ account: LedgerAccount) async throws -> Int64 {
    let currency = currency
    return try await provider().bank.records.read { try Ledger.balance(of: account, in: currency, $0) ?? 0 }
  }

  private func onCards() async throws -> (purse: Int64, module: Int64) {
    let cards = opened.withLock { ($0.purseCard, $0.moduleCard) }
    let purse = try await cards.0.map { PurseTerminal(InProcessChannel($0)) }?.balance() ?? 0
    let channel: (any CardChannel)? = isHosted ? hosted() : cards.1.map { InProcessChannel($0) }
    let module = try await channel.map { ModuleTerminal($0) }?.status().total ?? 0
    return (Int64(purse), Int64(module))
  }

  package func wealth(of party: PaymentParty) async throws -> Int64 {
    let cards = try await onCards()
    return try await balance(of: party) + (party == .payer ? cards.purse + held() : cards.module)
  }

  package func total() async throws -> Int64 {
    let currency = currency
    return try await provider().bank.records.read { reader in
      try [
        LedgerAccount.customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .purses, .holds,
      ]
      .reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  package func findings() async throws -> [String] {
    let audit = try await provider().audit()
    var findings = audit.findings + (try await provider().alarms()).map { "alarm: \($0.sign.rawValue)" }
    let cards = try await onCards()
    if cards.purse + cards.module > audit.shadow { findings.append("cards hold more than was loaded") }
    return findings
  }
}

/// The line to the bank's accounts as they are now.
private struct LineToAccounts: TestMoneyLink {
  let system: ChipperUnderTest

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(order) { try await system.money().perform($0, now: system.time.now()) }
  }

  func state(_ query: SignedStatement) async throws -> AccountState {
    try await system.tap.carry(query) { try await system.money().bank.state($0, now: system.time.now()) }
  }
}

/// The line to the bank's locks as they are now.
private struct LineToLocks: AccountLockDesk {
  let system: ChipperUnderTest

  var bank: PublicKey { ChipperUnderTest.bank }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(order) { try await system.locks().perform($0, now: system.time.now()) }
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await system.locks().outcome(of: terms) }
}

/// The line to the host as it is now.
private struct LineToHost: PurseHost {
  let system: ChipperUnderTest
  let number = CardNumber(0x9001)

  func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal {
    try await system.tap.say(offer.canonicalBytes) {
      try await system.provider().order(PurseOffer(canonicalBytes: $0), now: now)
    }
  }

  func complete(_ completion: PurseCompletion, now: Timestamp) async throws {
    try await system.tap.say(completion.canonicalBytes) {
      try await system.provider().complete(PurseCompletion(canonicalBytes: $0), now: now)
    }
  }

  func order(_ offer: PurseOffer, locking lock: LockTerms, now: Timestamp) async throws -> Seal {
    try await system.tap.say(offer.canonicalBytes) {
      try await system.provider().order(PurseOffer(canonicalBytes: $0), locking: lock, now: now)
    }
  }

  func open(_ purse: CardNumber) async throws -> [PurseOffer] { try await system.provider().open(purse) }

  func receipt(of lock: LockTerms) async throws -> SignedStatement? { try await system.provider().receipt(of: lock) }

  func collect(_ delivery: ModuleDelivery, now: Timestamp) async throws -> ModuleDischarge {
    try await system.tap.carry(delivery) { try await system.provider().collect($0, now: now) }
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
