import Foundation
import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// Statements of account that another program validates against the ISO 20022 schema, reads and adds up.
@Suite struct AccountStatementTests {
  /// What the Python program has found in a document.
  private struct Reading: Codable, Equatable {
    var valid: Bool
    var account: String
    var checkDigits: Bool
    var opening: String
    var closing: String
    var adds: Bool
    var entries: [[String]]
  }

  private static func read(_ document: [UInt8]) throws -> Reading {
    try JSONDecoder().decode(Reading.self, from: Data(try Oracle.python("camt", document)))
  }

  private static func at(_ days: Int64) -> Timestamp { TestBank.begin.advanced(by: Span(seconds: days * 86_400)) }

  private static func statement(
    _ bank: TestBank, _ holder: Thumbprint, _ from: Timestamp, _ until: Timestamp, now: Timestamp
  ) async throws -> AccountStatement {
    let code = try BankCode("DEMO")
    return try await bank.bank.records.read {
      try AccountStatement(of: holder, at: code, in: .euro, from: from, until: until, now: now, $0)
    }
  }

  private static func filled() async throws -> (bank: TestBank, holder: Thumbprint) {
    let bank = try TestBank()
    let (holder, other) = (try await bank.open(), try await bank.open())
    try await bank.move(10_00, .customer(holder), .customer(other), at: at(1))
    try await bank.move(2_50, .customer(other), .customer(holder), at: at(2))
    try await bank.move(5, .customer(holder), .coins, .withdraw, at: at(3))
    try await bank.move(7, .customer(holder), .acquirers, .capture, at: at(9))
    return (bank, holder)
  }

  @Test func whatMovedIsInIt() async throws {
    let (bank, holder) = try await Self.filled()
    let statement = try await Self.statement(bank, holder, Self.at(1), Self.at(8), now: Self.at(10))
    let reading = try Self.read(statement.document)
    #expect(reading.valid && reading.checkDigits && reading.adds)
    #expect(reading.account == statement.account.text)
    #expect([reading.opening, reading.closing] == ["100.00", "92.45"])
    #expect(
      reading.entries == [
        ["-10.00", "PMNT/ICDT/BOOK"], ["2.50", "PMNT/RCDT/BOOK"], ["-0.05", "withdraw"],
      ])
  }

  @Test func statementsFollowOneAnother() async throws {
    let (bank, holder) = try await Self.filled()
    let first = try await Self.statement(bank, holder, TestBank.begin, Self.at(2), now: Self.at(20))
    let begin = Self.at(2).advanced(by: Span(seconds: 1))
    let second = try await Self.statement(bank, holder, begin, Self.at(19), now: Self.at(20))
    #expect(first.opening == 0)
    #expect(first.closing == second.opening)
    #expect(second.closing == 92_38)
    let empty = try await Self.statement(bank, holder, Self.at(10), Self.at(11), now: Self.at(20))
    #expect(try Self.read(empty.document).valid)
    #expect(empty.entries.isEmpty && empty.opening == empty.closing)
    // The same again, byte for byte.
    #expect(
      try await Self.statement(bank, holder, begin, Self.at(19), now: Self.at(20)).document == second.document)
  }

  /// The validator is one: a document that breaks the schema is not valid to it.
  @Test func theValidatorRefusesWhatIsWrong() async throws {
    let (bank, holder) = try await Self.filled()
    let text = String(
      decoding: try await Self.statement(bank, holder, Self.at(1), Self.at(8), now: Self.at(10)).document, as: UTF8.self
    )
    for (good, bad) in [
      ("OPBD", "OPENING"), ("<CdtDbtInd>CRDT</CdtDbtInd>", ""), ("Ccy=\"EUR\"", ""), ("10.00", "1o.00"),
    ] {
      #expect(try !Self.read(Array(text.replacing(good, with: bad, maxReplacements: 1).utf8)).valid, "\(good)")
    }
  }

  @Test func whatIsNotOverOrNotThereIsRefused() async throws {
    let (bank, holder) = try await Self.filled()
    await #expect(throws: Refusal.self) {
      try await Self.statement(bank, holder, Self.at(1), Self.at(8), now: Self.at(8))
    }
    await #expect(throws: Refusal.self) {
      try await Self.statement(bank, holder, Self.at(8), Self.at(1), now: Self.at(10))
    }
    await #expect(throws: Refusal.self) {
      try await Self.statement(bank, SigningKey().thumbprint, Self.at(1), Self.at(8), now: Self.at(10))
    }
  }

  @Test func accountNumbersHaveOneForm() throws {
    let code = try BankCode("DEMO")
    for _ in 0..<50 {
      let iban = IBAN(code, SigningKey().thumbprint)
      #expect(try IBAN(text: iban.text) == iban)
      // ISO 7064 finds every letter that stands for another letter, and digit for digit; the rest in 96 cases of 97.
      for place in 0..<34 {
        var letters = Array(iban.text)
        let others: [Character] = letters[place].isLetter ? ["A", "B"] : ["0", "1"]
        letters[place] = letters[place] == others[0] ? others[1] : others[0]
        #expect(throws: CodingError.self) { try IBAN(text: String(letters)) }
      }
    }
    for text in ["", "XX", "demo", "DEM1", "DEMOX"] { #expect(throws: CodingError.self) { try BankCode(text) } }
  }
}
