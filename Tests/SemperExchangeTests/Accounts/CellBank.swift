import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// A bank with an account for each party, on an archive of its own.
struct CellBank: AccountLockDesk {
  private let archive: InMemoryArchive
  private let key: SigningKey
  private let time: VirtualTime
  private let customers: [Thumbprint]
  private let cents: Int64

  init(key: SigningKey, customers: [SigningKey], cents: Int64, time: VirtualTime) async throws {
    (self.key, self.time, self.cents) = (key, time, cents)
    self.customers = customers.map(\.thumbprint)
    archive = InMemoryArchive()
    var generator = SystemRandomNumberGenerator()
    for customer in customers {
      let opening = AccountOpening(
        key: customer.publicKey, bank: key.thumbprint, currency: .euro, operation: ID(using: &generator),
        issued: time.now())
      _ = try await books.open(SignedStatement(opening, signedBy: [customer]), now: time.now())
    }
  }

  private init(_ other: CellBank, _ archive: InMemoryArchive) {
    self.archive = archive
    (key, time, customers, cents) = (other.key, other.time, other.customers, other.cents)
  }

  /// The same bank after its process has died.
  ///
  /// - Parameter crash: where the new process dies.
  func restarted(crash: CrashPoint? = nil) -> CellBank { CellBank(self, archive.reopened(crash: crash)) }

  var hasCrashed: Bool { archive.hasCrashed }

  private var books: Bank {
    Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: cents, .euro))
  }

  private var locks: AccountLocks { AccountLocks(bank: books, key: key) }

  var bank: PublicKey { key.publicKey }
  var name: Thumbprint { key.thumbprint }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await locks.perform(order, now: time.now())
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await locks.outcome(of: terms) }

  func payOutDue(to account: Thumbprint) async throws {
    try await locks.payOutDue(to: account, now: time.now())
  }

  func ending(of terms: LockTerms) async throws -> LockOutcome.Ending? {
    guard let signed = try await outcome(of: terms) else { return nil }
    return try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([bank])).content.ending
  }

  func balance(_ account: LedgerAccount) async throws -> Int64 {
    try await books.records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  /// The books are in order, and all that was granted is there.
  func checkBooks(_ location: SourceLocation = #_sourceLocation) async throws {
    let audit = try await books.audit()
    #expect(audit.findings.isEmpty, "\(audit.findings)", sourceLocation: location)
    var sum = try await balance(.holds)
    for customer in customers { sum += try await balance(.customer(customer)) }
    #expect(sum == cents * Int64(customers.count), sourceLocation: location)
  }
}
