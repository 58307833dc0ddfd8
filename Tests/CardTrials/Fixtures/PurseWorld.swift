public import SemperArchive
public import SemperBank
public import SemperChipper
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A bank with a provider of purses, a customer and a merchant, on archives in memory.
public struct PurseWorld: Sendable {
  public static let now = Timestamp(seconds: 1_795_694_400)
  public static let today = CardDate(now)
  public static let pin: PIN = {
    guard let pin = PIN("2580") else { preconditionFailure("four digits are a PIN") }
    return pin
  }()
  public static let host = CardNumber(0x9001)
  public static let grant: Int64 = 100_000

  public let archive: InMemoryArchive
  public let provider: PurseProvider
  public let bankKey: SigningKey
  /// The bank's locks, into which purses may pay.
  public let locks: AccountLocks
  public let customer: SigningKey
  public let merchant: SigningKey

  /// - Parameter keys: the provider's; fresh ones otherwise.
  public static func make(keys given: ProviderKeys? = nil) async throws -> PurseWorld {
    let archive = InMemoryArchive()
    let drawn = try await ProviderKeys.open(archive.keys, currency: "EUR")
    let world = PurseWorld(
      archive, given ?? drawn, bank: SigningKey(), customer: SigningKey(), merchant: SigningKey())
    for key in [world.customer, world.merchant] { try await world.open(key) }
    return world
  }

  /// Opens one more account at the bank.
  public func open(_ key: SigningKey) async throws {
    var generator = SystemRandomNumberGenerator()
    let opening = AccountOpening(
      key: key.publicKey, bank: bankKey.thumbprint, currency: .euro, operation: ID(using: &generator),
      issued: Self.now)
    _ = try await provider.bank.open(SignedStatement(opening, signedBy: [key]), now: Self.now)
  }

  private init(
    _ archive: InMemoryArchive, _ keys: ProviderKeys, bank bankKey: SigningKey, customer: SigningKey,
    merchant: SigningKey
  ) {
    let bank = Bank(
      records: archive.records, name: bankKey.thumbprint, currency: .euro,
      grant: Money(minorUnits: Self.grant, .euro))
    locks = AccountLocks(bank: bank, key: bankKey)
    provider = PurseProvider(bank: bank, number: Self.host, keys: keys, locks: locks)
    self.archive = archive
    self.bankKey = bankKey
    self.customer = customer
    self.merchant = merchant
  }

  /// The bank after a kill; it may die again at a chosen write.
  public func reopened(crash: CrashPoint? = nil) -> PurseWorld {
    PurseWorld(
      archive.reopened(crash: crash), provider.keys, bank: bankKey, customer: customer, merchant: merchant)
  }

  /// A card in an archive of its own.
  public func purse(
    maximum: UInt32 = 50_000, expiry: String = "2027-12-31T00:00:00Z", mask: UInt8 = PurseProfile.usualMask,
    number: CardNumber? = nil
  ) async throws -> CardUnderTest<Purse> {
    var generator = NumberGenerator(number)
    let state = try await provider.issuePurse(
      to: customer.thumbprint, maximum: maximum, expiry: CardDate(Timestamp(text: expiry)), pin: Self.pin, mask: mask,
      using: &generator)
    return try await CardUnderTest(InMemoryArchive(), Purse(state)) { bytes in try Purse(stateBytes: bytes) }
  }

  public func module(
    capacity: UInt16 = 64, number: CardNumber? = nil
  ) async throws -> CardUnderTest<Module> {
    var generator = NumberGenerator(number)
    let state = try await provider.issueModule(to: merchant.thumbprint, capacity: capacity, using: &generator)
    let keys = provider.keys.purchaseKeys
    return try await CardUnderTest(InMemoryArchive(), Module(state, purchaseKeys: keys)) { bytes in
      try Module(stateBytes: bytes, purchaseKeys: keys)
    }
  }

  /// What a deal is known by in these tests.
  public static func reference(_ text: String) -> Digest { Digest(of: Array(text.utf8), for: .paymentReference) }

  public func balance(of key: SigningKey) async throws -> Int64 {
    try await archive.records.read { try Ledger.balance(of: .customer(key.thumbprint), in: .euro, $0) } ?? 0
  }

  /// What is under locks, in minor units.
  public func locked() async throws -> Int64 {
    try await archive.records.read { try Ledger.balance(of: .holds, in: .euro, $0) } ?? 0
  }

  /// Throws unless nothing was created or lost: accounts, purses and modules together hold what was granted.
  ///
  /// - Parameter lost: what the provider has lost to copied cards.
  public func expectConservation(
    purses: [PurseTerminal], modules: [ModuleTerminal], lost: Int64 = 0
  ) async throws {
    var sum = try await balance(of: customer) + balance(of: merchant) + locked() - lost
    for purse in purses { sum += Int64(try await purse.balance()) }
    for module in modules { sum += Int64(try await module.status().total) }
    try require(sum == 2 * Self.grant, "\(sum) is there in place of \(2 * Self.grant)")
    let audit = try await provider.audit()
    try require(audit.findings == [], "the audit found: \(audit.findings)")
    try require(audit.overspent == lost, "\(audit.overspent) was lost in place of \(lost)")
  }
}

/// Draws the number that a test wants a card to have, or any.
private struct NumberGenerator: RandomNumberGenerator {
  private let number: CardNumber?
  private var system = SystemRandomNumberGenerator()

  init(_ number: CardNumber?) { self.number = number }

  mutating func next() -> UInt64 { number?.value ?? system.next() }
}
