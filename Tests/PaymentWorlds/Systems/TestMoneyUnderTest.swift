package import SemperArchive
import SemperBank
package import SemperCryptography
package import SemperEngine
package import SemperModel
package import SemperPayments
package import SemperTestMoney
package import SemperTesting
import Synchronization

/// A bank of testmoney with two accounts, which can be restarted.
package final class TestMoneyUnderTest: LockingSystem {
  package static let bankKey = SigningKey()
  package static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  package static let purseIDs: [PaymentParty: PurseID] = [.payer: id(1), .payee: id(2)]

  package let scheme = TestMoneyPurse.scheme
  package let deals = TestDeals()
  package let payee = TestMoneyUnderTest.key(.payee).thumbprint
  package let paymentClass = PaymentClass.accountBased
  package let currency = Currency.euro
  package let grant: Int64 = 100_00
  package let largest: Int64 = 60_00
  package let time: VirtualTime
  package let tap = BankTap()
  private let bank = Mutex<TestMoneyBank?>(nil)
  /// How the line to the bank of each side behaves.
  private let line: @Sendable (any TestMoneyLink) -> any TestMoneyLink

  package init(time: VirtualTime, line: @escaping @Sendable (any TestMoneyLink) -> any TestMoneyLink = { $0 }) {
    self.time = time
    self.line = line
  }

  package static func id(_ byte: UInt8) -> PurseID {
    do { return try PurseID(bytes: Array(repeating: byte, count: PurseID.size)) } catch {
      preconditionFailure("an id of the right size")
    }
  }

  package var providers: PaymentProviders { PaymentProviders([Self.bankKey.publicKey]) }

  package func openBank(_ archive: any Archive) async throws {
    let opened = TestMoneyBank(
      bank: Bank(
        records: archive.records, name: Self.bankKey.thumbprint, currency: currency,
        grant: Money(minorUnits: grant, currency)), key: Self.bankKey)
    for (index, party) in PaymentParty.allCases.enumerated() {
      let opening = AccountOpening(
        key: Self.key(party).publicKey, bank: Self.bankKey.thumbprint, currency: currency,
        operation: try ID(bytes: Array(repeating: UInt8(index), count: 16)), issued: time.now())
      _ = try await opened.bank.open(SignedStatement(opening, signedBy: [Self.key(party)]), now: time.now())
    }
    bank.withLock { $0 = opened }
  }

  package static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  package func current() throws -> TestMoneyBank {
    guard let bank = bank.withLock({ $0 }) else { throw TestMoneyFaults.LineCut() }
    return bank
  }

  package func purse(_ archive: any Archive) -> any PaymentPurse { purse(of: .payer) }
  package func till(_ archive: any Archive) -> any PaymentPurse { purse(of: .payee) }

  package func purse(of party: PaymentParty, expires: Timestamp? = nil) -> TestMoneyPurse {
    TestMoneyPurse(
      Self.purseIDs[party] ?? Self.id(0), bank: Self.bankKey.publicKey, account: Self.key(party),
      link: line(BankDesk(system: self)),
      limits: PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)),
      role: party == .payer ? .pay : .receive, locking: locking(party), expires: expires, time: time)
  }

  private func locking(_ party: PaymentParty) -> AccountPurse {
    AccountPurse(
      desk: LockDesk(system: self), account: Self.key(party), payee: Self.key(party), refund: deals.refund,
      time: time, arbiterKey: { [deals] in deals.arbiterKey($0) })
  }

  package func wealth(of party: PaymentParty) async throws -> Int64 {
    let (bank, currency) = (try current(), currency)
    // A hold is still its payer's.
    return try await bank.bank.records.read { reader in
      let own = try Ledger.balance(of: .customer(Self.key(party).thumbprint), in: currency, reader) ?? 0
      let held = try Ledger.balance(of: .holds, in: currency, reader) ?? 0
      return party == .payer ? own + held : own
    }
  }

  package func held() async throws -> Int64 {
    let (bank, currency) = (try current(), currency)
    return try await bank.bank.records.read { try Ledger.balance(of: .holds, in: currency, $0) ?? 0 }
  }

  package func total() async throws -> Int64 {
    let (bank, currency) = (try current(), currency)
    return try await bank.bank.records.read { reader in
      try [LedgerAccount.customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .holds]
        .reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  package func findings() async throws -> [String] { try await current().bank.audit().findings }
}

/// The line to the bank as it is now.
struct BankDesk: TestMoneyLink {
  let system: TestMoneyUnderTest

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(order) { try await system.current().perform($0, now: system.time.now()) }
  }

  func state(_ query: SignedStatement) async throws -> AccountState {
    try await system.tap.carry(query) { try await system.current().bank.state($0, now: system.time.now()) }
  }
}

/// The line to the bank's locks.
struct LockDesk: AccountLockDesk {
  let system: TestMoneyUnderTest

  var bank: PublicKey { TestMoneyUnderTest.bankKey.publicKey }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await system.tap.carry(order) { try await system.current().locks.perform($0, now: system.time.now()) }
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await system.current().locks.outcome(of: terms)
  }
}
