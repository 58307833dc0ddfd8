import SemperArchive
import SemperBank
import SemperModel
import SemperTesting
import Testing

/// Whoever has the bank's file in hand cannot change, remove or move an entry without the audit finding it.
@Suite struct LedgerAuditTests {
  /// Six entries: three grants, three transfers.
  private static func filled() async throws -> TestBank {
    let bank = try TestBank()
    let (alice, bob) = (try await bank.open(), try await bank.open())
    let carol = try await bank.open()
    try await bank.move(10_00, .customer(alice), .customer(bob))
    try await bank.move(25_00, .customer(bob), .customer(carol))
    try await bank.move(1_00, .customer(carol), .customer(alice))
    return bank
  }

  private static func audit(_ bank: TestBank, noted: LedgerPosition? = nil) async throws -> LedgerAudit {
    try await bank.bank.records.read { try LedgerAudit($0, noted: noted) }
  }

  @Test func whatWasNotTouchedFits() async throws {
    let bank = try await Self.filled()
    let audit = try await Self.audit(bank)
    #expect(audit.findings == [])
    #expect(audit.entries == 6)
    #expect(audit.balances.values.reduce(0, +) == 0)
    // Later entries do not disturb what was noted.
    let dave = try await bank.open()
    try await bank.move(1, .customer(dave), .acquirers)
    #expect(try await Self.audit(bank, noted: audit.position).findings == [])
    #expect(try LedgerPosition(text: audit.position.description) == audit.position)
  }

  @Test(arguments: [
    (
      "a changed amount",
      [
        "UPDATE log_ledger_entries SET value = CAST(replace(CAST(value AS TEXT), '2500', '2501') AS BLOB) WHERE number = 4"
      ]
    ),
    (
      "a changed time",
      [
        "UPDATE log_ledger_entries SET value = CAST(replace(CAST(value AS TEXT), '2027', '2028') AS BLOB) WHERE number = 3"
      ]
    ),
    (
      "a changed purpose",
      [
        "UPDATE log_ledger_entries SET value = CAST(replace(CAST(value AS TEXT), 'transfer', 'withdraw') AS BLOB) WHERE number = 4"
      ]
    ),
    (
      "a removed entry",
      [
        "DELETE FROM log_ledger_entries WHERE number = 3",
        "UPDATE log_ledger_entries SET number = number - 1 WHERE number = 4",
        "UPDATE log_ledger_entries SET number = number - 1 WHERE number = 5",
      ]
    ),
    ("the last entry removed", ["DELETE FROM log_ledger_entries WHERE number = 5"]),
    (
      "two entries swapped",
      [
        "UPDATE log_ledger_entries SET number = 99 WHERE number = 3",
        "UPDATE log_ledger_entries SET number = 3 WHERE number = 4",
        "UPDATE log_ledger_entries SET number = 4 WHERE number = 99",
      ]
    ),
    ("an entry that says nothing", ["UPDATE log_ledger_entries SET value = x'7b7d' WHERE number = 2"]),
    (
      "an entry repeated at the end",
      ["INSERT INTO log_ledger_entries SELECT 6, value FROM log_ledger_entries WHERE number = 5"]
    ),
    (
      "a changed balance",
      ["UPDATE record_ledger_balances SET value = x'00000000000F4240' WHERE CAST(key AS TEXT) LIKE 'customer%'"]
    ),
    ("a changed index of movements", ["UPDATE record_ledger_movements SET value = x'0000000000000001'"]),
    (
      "a forgotten movement",
      ["DELETE FROM record_ledger_movements WHERE key = (SELECT max(key) FROM record_ledger_movements)"]
    ),
    (
      "a forgotten operation",
      ["DELETE FROM record_ledger_operations WHERE key = (SELECT max(key) FROM record_ledger_operations)"]
    ),
  ])
  func tamperingIsFound(_ what: String, _ statements: [String]) async throws {
    let bank = try await Self.filled()
    try RawSQL.run(statements, on: bank.path)
    #expect(try await Self.audit(bank).findings != [], "\(what)")
  }

  /// A whole ledger that is in order by itself is still not the one that was noted.
  @Test func aRewrittenPastIsFoundByWhoNotedIt() async throws {
    let noted = try await Self.audit(Self.filled()).position
    let other = try await Self.filled()
    #expect(try await Self.audit(other).findings == [])
    #expect(try await Self.audit(other, noted: noted).findings != [])
    let short = try TestBank()
    _ = try await short.open()
    #expect(try await Self.audit(short, noted: noted).findings.contains { $0.contains("were removed") })
  }

  @Test(arguments: ["", "1", "1:", "-1:sha-256:AAAA", "01:sha-256:AAAA", "x:sha-256:AAAA", "1:sha-256:AAAA"])
  func aPositionOfAnotherFormIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try LedgerPosition(text: text) }
  }
}
