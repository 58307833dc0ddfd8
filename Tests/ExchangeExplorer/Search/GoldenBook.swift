package import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// What an arbiter of an earlier build remembered of one exchange, and how it answered: one that starts on it today has to
/// answer alike, for an arbiter outlives its builds.
package struct GoldenBook: CanonicalValue, Sendable {
  private struct Answer: CanonicalValue, Sendable {
    let call: SignedStatement
    let decision: SignedStatement
    /// Whether the peer's opening came along.
    let opens: Bool

    var json: JSON { .fields(["call": call.json, "decision": decision.json, "opens": opens.json]) }
    init(call: SignedStatement, decision: SignedStatement, opens: Bool) {
      (self.call, self.decision, self.opens) = (call, decision, opens)
    }
    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      call = try fields.value("call")
      decision = try fields.value("decision")
      opens = try fields.value("opens")
      try fields.close()
    }
  }

  private let book: Book
  private let time: Timestamp
  private let answers: [Answer]
  /// Such as `disclosed`; what stands in it.
  package let verdict: String

  fileprivate init?(_ book: Book, _ reading: ArbiterTable.Reading, _ stage: Stage, _ records: BookRecords) async throws
  {
    guard let decision = reading.decision else { return nil }
    (self.book, time, verdict) = (book, decision.issued, decision.verdict.rawValue)
    var answers = [Answer]()
    for role in ExchangeRole.allCases {
      let call = try stage.sign(.query, as: role)
      records.book = book
      let answer = try await stage.arbiter.answer(call, at: time)
      answers.append(Answer(call: call, decision: answer.decision, opens: answer.sealed != nil))
    }
    self.answers = answers
  }

  /// What an arbiter that starts on it answers otherwise now; `nil` when it is all the same.
  package func difference() async throws -> String? {
    let records = BookRecords()
    let stage = try Stage(Setting([.statement], for: [.lock]), goods: try await Goods(), records: records)
    for answer in answers {
      records.book = book
      let now = try await stage.arbiter.answer(answer.call, at: time)
      guard now.decision == answer.decision, (now.sealed != nil) == answer.opens else { return "it answers otherwise" }
    }
    return records.book == book ? nil : "a query changes what it remembers"
  }

  package var json: JSON {
    .fields(["answers": answers.json, "book": book.json, "time": time.json, "verdict": verdict.json])
  }

  package init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answers = try fields.value("answers")
    book = try fields.value("book")
    time = try fields.value("time")
    verdict = try fields.value("verdict")
    try fields.close()
  }
}

extension Search {
  /// For each verdict of the arbiter's in a setting, the book that the search finds first.
  package static func books(of setting: Setting) async throws -> [GoldenBook] {
    let world = try await World([setting], goods: try await Goods())
    var search = Search(world, Bounds(), setting.name)
    try await search.explore()
    let (table, records) = (world.bouts[0].arbiter, BookRecords())
    let stage = try Stage(setting, goods: try await Goods(), records: records)
    var found = [GoldenBook]()
    for (number, book) in table.books.values.enumerated() {
      guard let golden = try await GoldenBook(book, table.readings[number], stage, records) else { continue }
      if !found.contains(where: { $0.verdict == golden.verdict }) { found.append(golden) }
    }
    return found
  }
}
