import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms
import SemperTrustedUI
import Testing

/// What documents say, as people write it.
@Suite struct DocumentWordsTests {
  private static let moment = "2026-03-09T23:59:59Z"

  private static func document(_ fields: [String: JSON]) throws -> GivenDocuments {
    let object = JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    return try GivenDocuments(json: .fields(["order": .object(object)]))
  }

  @Test(arguments: [
    (Language.english, ["order.fee: €1,500.00", "order.begins: 9 March 2026, 23:59:59 UTC", "order.gift: yes"]),
    (.german, ["order.fee: 1.500,00\u{A0}€", "order.begins: 9. März 2026, 23:59:59 UTC", "order.gift: ja"]),
    (.greek, ["order.fee: 1.500,00\u{A0}€", "order.begins: 9 Μαρτίου 2026, 23:59:59 UTC", "order.gift: ναι"]),
  ])
  func valuesAreWrittenAsPeopleDo(_ language: Language, _ expected: [String]) throws {
    let document = try Self.document([
      "begins": Self.moment.json, "fee": Money(minorUnits: 1500_00, .euro).json, "gift": true.json, "seats": 3.json,
      "to": ["A. Example", "Road 1"].json, "within": "P14D".json,
    ])
    let lines = DocumentWords(language).lines(document)
    for line in expected { #expect(lines.contains(line), "\(lines)") }
    #expect(lines.contains("order.seats: 3") && lines.contains("order.to: A. Example / Road 1"))
    #expect(lines.contains { $0.hasPrefix("order.within: 14 ") })
  }

  /// A text that looks like a moment stays the text that was written, where the terms say that it is one.
  @Test func theTermsSayWhatAFieldHolds() async throws {
    let script = try await CourseTests.script("consultancy", "two milestones, accepted and paid")
    let documents = try GivenDocuments(json: .fields(["order": .fields(["task": Self.moment.json])]))
    let words = DocumentWords(.english)
    #expect(words.lines(documents, under: script.terms) == ["order.task: \(Self.moment)"])
    #expect(words.lines(documents) != words.lines(documents, under: script.terms))
  }

  @Test func aListIsOneLineAndTooMuchOfItIsCut() throws {
    let row = JSON.fields(["count": 2.json, "price": Money(minorUnits: 5_00, .euro).json])
    let words = DocumentWords(.english)
    #expect(
      try words.lines(Self.document(["lines": .array([row, row])]))
        == ["order.lines: count: 2, price: €5.00; count: 2, price: €5.00"])
    let long = try words.lines(Self.document(["lines": .array([JSON](repeating: row, count: 1_000))]))
    #expect(long.count == 1 && long[0].count <= DocumentWords.longest + 2 && long[0].hasSuffix(" …"))
  }

  @Test func whatSomebodyWroteCannotMoveTheLine() throws {
    let document = try Self.document(["task": "a\n\u{202E}b {order.fee}".json])
    #expect(DocumentWords(.english).lines(document) == ["order.task: a \u{FFFD}b {order.fee}"])
  }
}
