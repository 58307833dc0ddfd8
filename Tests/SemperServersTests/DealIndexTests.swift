import SemperArchive
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel
import Testing

@testable import SemperServers

@Suite("Which deals of a shop run and which rest")
struct DealIndexTests {
  private let archive = InMemoryArchive()
  private var index: DealIndex { DealIndex(records: archive.records) }

  private func id(_ number: UInt8) throws -> ID<Deal> { try ID(bytes: [UInt8](repeating: number, count: 16)) }
  private func running() async throws -> [ID<Deal>] { try await index.all(in: archive.journal, machine: "deal") }

  @Test("A deal runs, rests or is over, and the next one to be woken is the one whose time comes first")
  func places() async throws {
    let (first, second, third) = (try id(1), try id(2), try id(3))
    for deal in [first, second, third] { try await index.run(deal) }
    #expect(try await running() == [first, second, third])
    #expect(try await index.next() == nil)

    try await index.rest(first, until: Timestamp(seconds: 300), from: nil, asking: nil)
    try await index.rest(third, until: Timestamp(seconds: 256), from: nil, asking: nil)
    #expect(try await running() == [second])
    var next = try #require(try await index.next())
    #expect(next.deal == third && next.due == Timestamp(seconds: 256))
    // It rests for longer than it was going to: its earlier time wakes it no more.
    try await index.rest(third, until: Timestamp(seconds: 301), from: nil, asking: nil)
    next = try #require(try await index.next())
    #expect(next.deal == first && next.due == Timestamp(seconds: 300))

    #expect(try await index.source(of: first) == nil)
    try await index.run(first)
    #expect(try await !index.isResting(first))
    #expect(try await index.isResting(third))
    #expect(try await index.next()?.deal == third)
    try await index.finish(first, sold: nil)
    #expect(try await running() == [second])
  }

  @Test("What a deal asks its owner is told while it rests, and no longer")
  func asking() async throws {
    let (deal, step) = (try id(1), try Self.step(id(1)))
    try await index.rest(deal, until: Timestamp(seconds: 300), from: "192.0.2.7", asking: step)
    #expect(try await index.steps(most: 10) == [step])
    #expect(try await index.steps(most: 0).isEmpty)
    #expect(try await index.source(of: deal) == "192.0.2.7")
    try await index.run(deal)
    #expect(try await index.steps(most: 10).isEmpty)
  }

  @Test("The deals of a home from before this index are found once, and those that were over stay so")
  func earlierHome() async throws {
    let (open, over) = (try id(1), try id(2))
    for deal in [open, over] {
      try await archive.journal.append(
        [JournalEntry(sequence: 0, time: Timestamp(seconds: 1), bytes: [0x7b, 0x7d])],
        to: DealArchive.conversation(deal))
    }
    try await index.finish(over, sold: nil)
    #expect(try await running() == [open])
    try await index.rest(open, until: Timestamp(seconds: 9), from: nil, asking: nil)
    #expect(try await running().isEmpty)
  }

  private static func step(_ deal: ID<Deal>) throws -> OpenStep {
    try OpenStep(
      json: .fields([
        "amounts": .array([
          .fields(["amount": Money(minorUnits: 96_00, .euro).json, "item": "refund".json])
        ]), "ask": "choose".json, "choices": ["keep"].json, "deal": deal.json, "exceptions": [String]().json,
        "said": .fields(["order": .fields(["seats": 2.json])]), "state": "inspecting".json, "title": "A lamp".json,
        "turn": 3.json, "until": Timestamp(seconds: 300).json,
      ]))
  }
}
