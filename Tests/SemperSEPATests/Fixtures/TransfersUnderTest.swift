import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSEPA
import SemperTesting
import Synchronization

/// Two banks that transfer to each other, the payer's and the payee's. One of them can be killed and restarted.
final class TransfersUnderTest: PaymentSystemUnderTest {
  static let codes: [PaymentParty: BankCode] = [.payer: code("PAYR"), .payee: code("PAYE")]
  static let bankKeys: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  static let directory = BankDirectory(
    Dictionary(uniqueKeysWithValues: PaymentParty.allCases.map { (code(of: $0), bankKey(of: $0).publicKey) }))

  let paymentClass = PaymentClass.accountBased
  let currency = Currency.euro
  let grant: Int64 = 100_00
  let largest: Int64 = 60_00
  let time: VirtualTime
  /// Whose bank dies when the suite kills the bank.
  private let mortal: PaymentParty
  private let steady = InMemoryArchive()
  private let banks = Mutex<[PaymentParty: TransferBank]>([:])
  /// What happens to transfers between the banks.
  private let road: @Sendable (any InterbankLink) -> any InterbankLink

  init(
    time: VirtualTime, mortal: PaymentParty = .payer,
    road: @escaping @Sendable (any InterbankLink) -> any InterbankLink = { $0 }
  ) {
    self.time = time
    self.mortal = mortal
    self.road = road
  }

  private static func code(_ letters: String) -> BankCode {
    do { return try BankCode(letters) } catch { preconditionFailure("four capital letters") }
  }
  static func code(of party: PaymentParty) -> BankCode { known(codes[party]) }
  static func bankKey(of party: PaymentParty) -> SigningKey { known(bankKeys[party]) }
  static func key(of party: PaymentParty) -> SigningKey { known(accounts[party]) }
  static func iban(of party: PaymentParty) -> IBAN { IBAN(code(of: party), key(of: party).thumbprint) }

  private static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("both parties have one") }
    return value
  }

  var providers: PaymentProviders { PaymentProviders(PaymentParty.allCases.map { Self.bankKey(of: $0).publicKey }) }

  func openBank(_ archive: InMemoryArchive) async throws {
    for party in PaymentParty.allCases {
      let opened = try await open(party, party == mortal ? archive : steady)
      banks.withLock { $0[party] = opened }
    }
  }

  private func open(_ party: PaymentParty, _ archive: InMemoryArchive) async throws -> TransferBank {
    let (key, account) = (Self.bankKey(of: party), Self.key(of: party))
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: currency, grant: Money(minorUnits: grant, currency))
    let opening = AccountOpening(
      key: account.publicKey, bank: bank.name, currency: currency,
      operation: try ID(bytes: Array(repeating: 1, count: 16)), issued: time.now())
    _ = try await bank.open(SignedStatement(opening, signedBy: [account]), now: time.now())
    return TransferBank(
      bank: bank, code: Self.code(of: party), key: key, directory: Self.directory, link: road(Road(system: self)))
  }

  func bank(of party: PaymentParty) throws -> TransferBank {
    guard let bank = banks.withLock({ $0[party] }) else { throw RoadClosed() }
    return bank
  }

  func locks(of party: PaymentParty) throws -> AccountLocks {
    AccountLocks(bank: try bank(of: party).bank, key: Self.bankKey(of: party))
  }

  func purse(_ archive: InMemoryArchive) throws -> any PaymentPurse { try purse(of: .payer) }
  func till(_ archive: InMemoryArchive) throws -> any PaymentPurse { try purse(of: .payee) }

  func purse(of party: PaymentParty) throws -> TransferPurse {
    try TransferPurse(
      PurseID(bytes: Array(repeating: party == .payer ? 1 : 2, count: PurseID.size)), at: Self.code(of: party),
      of: Self.directory, account: Self.key(of: party), link: Counter(system: self, party: party),
      limits: PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)),
      role: party == .payer ? .pay : .receive, time: time)
  }

  func balance(_ account: LedgerAccount, at party: PaymentParty) async throws -> Int64 {
    let currency = currency
    return try await bank(of: party).bank.records.read { try Ledger.balance(of: account, in: currency, $0) ?? 0 }
  }

  /// What has left one bank and not arrived at the other.
  func betweenBanks() async throws -> Int64 {
    try await balance(.clearing, at: .payer) + balance(.clearing, at: .payee)
  }

  func wealth(of party: PaymentParty) async throws -> Int64 {
    let own = try await balance(.customer(Self.key(of: party).thumbprint), at: party)
    return party == .payer ? own + (try await betweenBanks()) : own
  }

  func total() async throws -> Int64 { try await wealth(of: .payer) + wealth(of: .payee) }

  func findings() async throws -> [String] {
    var findings: [String] = []
    for party in PaymentParty.allCases { findings += try await bank(of: party).bank.audit().findings }
    return findings
  }
}

struct RoadClosed: Error {}

/// The road between the banks as they are now.
private struct Road: InterbankLink {
  let system: TransfersUnderTest

  func transfer(_ transfer: SignedStatement, to code: BankCode) async throws -> SignedStatement {
    guard let party = PaymentParty.allCases.first(where: { TransfersUnderTest.code(of: $0) == code }) else {
      throw RoadClosed()
    }
    return try await system.bank(of: party).receive(transfer, now: system.time.now())
  }
}

/// A customer's way to its bank.
struct Counter: TransferLink, ClaimLink {
  let system: TransfersUnderTest
  let party: PaymentParty

  func order(_ order: SignedStatement) async throws -> TransferReport {
    try await system.bank(of: party).order(order, now: system.time.now())
  }

  func inquire(_ inquiry: SignedStatement) async throws -> SignedStatement {
    try await system.bank(of: party).inquire(inquiry, now: system.time.now())
  }

  var bank: PublicKey { TransfersUnderTest.bankKey(of: party).publicKey }

  func claim(_ claim: SignedStatement) async throws -> ClaimReport {
    try await system.bank(of: party).claim(claim, now: system.time.now())
  }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.locks(of: party).perform(order, now: system.time.now())
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await system.locks(of: party).outcome(of: terms)
  }

  func state(_ query: SignedStatement) async throws -> AccountState {
    try await system.bank(of: party).bank.state(query, now: system.time.now())
  }
}
