import SemperArchive
import SemperBank
import SemperModel
import Testing

@testable import SemperSET

/// The one market of a test run: its ceremony makes five RSA keys.
enum Market {
  static let now = Timestamp(seconds: 1_795_000_000)
  /// The fewest that are taken: most tests wait for keys.
  static let bits = 2048
  static let grant = Money(minorUnits: 100_000, .euro)

  static func founded(_ archive: InMemoryArchive = InMemoryArchive()) async throws -> TestMarket {
    var generator = SystemRandomNumberGenerator()
    return try await TestMarket(records: archive.records, grant: grant, bits: bits, using: &generator, at: now)
  }

  /// For tests that change no money, or look only at their own.
  static let shared = Task { try await founded() }

  /// For tests that move money, and look only at the approvals that they have made.
  static let trading = Task { try await founded() }

  static func order(
    _ text: String = "1 course of Greek", units: Int64 = 2_500, number: UInt8 = 1,
    lock: ((TestMarket) -> LockOf)? = nil,
    in market: TestMarket
  ) throws -> AgreedOrder {
    AgreedOrder(
      text: Array(text.utf8), amount: Money(minorUnits: units, .euro), payee: try MerchantID(TestMarket.merchantName),
      number: try LocalID(bytes: [number, 7]), language: try Language("en"), lock: lock?(market).terms)
  }

  static func audit(_ market: TestMarket) async throws {
    let audit = try await market.records.read { try LedgerAudit($0) }
    #expect(audit.findings.isEmpty)
    let sum = audit.balances.filter { !$0.key.hasPrefix("play-money") }.reduce(0) { $0 + $1.value }
    #expect(sum == grant.minorUnits, "money is conserved")
  }
}
