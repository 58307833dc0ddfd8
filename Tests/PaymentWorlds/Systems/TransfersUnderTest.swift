package import SemperArchive
package import SemperBank
package import SemperCryptography
package import SemperEngine
package import SemperModel
package import SemperPayments
package import SemperSEPA
package import SemperTesting
import Synchronization

/// Two banks that transfer to each other, the payer's and the payee's. One of them can be killed and restarted.
package final class TransfersUnderTest: LockingSystem {
  package static let codes: [PaymentParty: BankCode] = [.payer: code("PAYR"), .payee: code("PAYE")]
  package static let bankKeys: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  package static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  package static let directory = BankDirectory(
    Dictionary(uniqueKeysWithValues: PaymentParty.allCases.map { (code(of: $0), bankKey(of: $0).publicKey) }))

  package let scheme = TransferPurse.scheme
  package let paymentClass = PaymentClass.accountBased
  package let currency = Currency.euro
  package let grant: Int64 = 100_00
  package let largest: Int64 = 60_00
  package let time: VirtualTime
  package let deals = TestDeals()
  package let tap = BankTap()
  /// Whether transfers can wait in locks.
  private let isLocking: Bool
  /// Whose bank dies when the suite kills the bank.
  private let mortal: PaymentParty
  private let steady = InMemoryArchive()
  private let banks = Mutex<[PaymentParty: TransferBank]>([:])
  /// What happens to transfers between the banks.
  private let road: @Sendable (any InterbankLink) -> any InterbankLink

  /// - Parameters:
  ///   - mortal: whose bank dies where only one does.
  ///   - locking: whether transfers can wait in locks at the payer's bank.
  ///   - road: what happens to transfers between the banks.
  package init(
    time: VirtualTime, mortal: PaymentParty = .payer, locking: Bool = true,
    road: @escaping @Sendable (any InterbankLink) -> any InterbankLink = { $0 }
  ) {
    self.time = time
    self.mortal = mortal
    isLocking = locking
    self.road = road
  }

  private static func code(_ letters: String) -> BankCode {
    do { return try BankCode(letters) } catch { preconditionFailure("four capital letters") }
  }
  package static func code(of party: PaymentParty) -> BankCode { known(codes[party]) }
  package static func bankKey(of party: PaymentParty) -> SigningKey { known(bankKeys[party]) }
  package static func key(of party: PaymentParty) -> SigningKey { known(accounts[party]) }
  package static func iban(of party: PaymentParty) -> IBAN { IBAN(code(of: party), key(of: party).thumbprint) }

  private static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("both parties have one") }
    return value
  }

  package var providers: PaymentProviders {
    PaymentProviders(PaymentParty.allCases.map { Self.bankKey(of: $0).publicKey })
  }
  package var payee: Thumbprint { Self.key(of: .payee).thumbprint }

  package func openBank(_ archive: any Archive) async throws {
    for party in PaymentParty.allCases {
      let opened = try await open(party, party == mortal ? archive : steady)
      banks.withLock { $0[party] = opened }
    }
  }

  /// One bank alone; the other stays as it is.
  package func openBank(_ index: Int, _ archive: any Archive) async throws {
    let party = PaymentParty.allCases[index]
    let opened = try await open(party, archive)
    banks.withLock { $0[party] = opened }
  }

  package var bankCount: Int { PaymentParty.allCases.count }

  private func open(_ party: PaymentParty, _ archive: any Archive) async throws -> TransferBank {
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

  package func bank(of party: PaymentParty) throws -> TransferBank {
    guard let bank = banks.withLock({ $0[party] }) else { throw RoadClosed() }
    return bank
  }

  package func locks(of party: PaymentParty) throws -> AccountLocks {
    AccountLocks(bank: try bank(of: party).bank, key: Self.bankKey(of: party))
  }

  package func purse(_ archive: any Archive) throws -> any PaymentPurse { try purse(of: .payer, locks: locks(.payer)) }
  package func till(_ archive: any Archive) throws -> any PaymentPurse { try purse(of: .payee, locks: locks(.payee)) }

  private func locks(_ party: PaymentParty) -> TransferLocks? {
    guard isLocking else { return nil }
    return locking(party, refund: deals.refund) { [deals] in deals.arbiterKey($0) }
  }

  package func purse(of party: PaymentParty, locks: TransferLocks? = nil) throws -> TransferPurse {
    try TransferPurse(
      PurseID(bytes: Array(repeating: party == .payer ? 11 : 12, count: PurseID.size)), at: Self.code(of: party),
      of: Self.directory, account: Self.key(of: party), link: Counter(system: self, party: party),
      limits: PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)),
      role: party == .payer ? .pay : .receive, locks: locks, time: time)
  }

  package func balance(_ account: LedgerAccount, at party: PaymentParty) async throws -> Int64 {
    let currency = currency
    return try await bank(of: party).bank.records.read { try Ledger.balance(of: account, in: currency, $0) ?? 0 }
  }

  /// What has left one bank and not arrived at the other.
  package func betweenBanks() async throws -> Int64 {
    try await balance(.clearing, at: .payer) + balance(.clearing, at: .payee)
  }

  package func held() async throws -> Int64 {
    try await balance(.holds, at: .payer) + balance(.holds, at: .payee)
  }

  /// A party's side of locks at the payer's bank.
  package func locking(
    _ party: PaymentParty, to destination: BankCode? = nil, refund: SigningKey,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) -> TransferLocks {
    TransferLocks(
      link: Counter(system: self, party: .payer), to: destination ?? Self.code(of: party), of: Self.directory,
      account: Self.key(of: party), refundKey: { _ in refund }, time: time, arbiterKey: arbiterKey)
  }

  package func wealth(of party: PaymentParty) async throws -> Int64 {
    let own = try await balance(.customer(Self.key(of: party).thumbprint), at: party)
    return party == .payer ? try await own + betweenBanks() + held() : own
  }

  package func total() async throws -> Int64 { try await wealth(of: .payer) + wealth(of: .payee) }

  package func findings() async throws -> [String] {
    var findings: [String] = []
    for party in PaymentParty.allCases { findings += try await bank(of: party).bank.audit().findings }
    return findings
  }
}

package struct RoadClosed: Error {}

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
