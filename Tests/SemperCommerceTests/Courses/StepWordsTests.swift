import SemperArchive
import SemperCoding
import SemperCommerce
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Testing

/// What an owner says to the steps of a deal.
@Suite struct StepWordsTests {
  private static let said: [StepWord] = [
    .decline, .choose("agree"), .give(FilledStep()), .give(FilledStep(), paying: [euros(9_60)]),
    .give(
      FilledStep(
        GivenDocuments(JSONObject([("draft", .object(JSONObject([("text", "Costs are shared.".json)])))])),
        credentials: [HandedCredential(item: "pass", credential: "a right")])),
  ]

  private static func euros(_ cents: Int64) -> ItemAmount {
    ItemAmount("price", Money(minorUnits: cents, .euro))
  }

  @Test("words keep their meaning", arguments: said) func wordsAreRead(_ word: StepWord) throws {
    #expect(try StepWord(canonicalBytes: word.canonicalBytes) == word)
  }

  private static func machine() async throws -> (DealMachine, Fair) {
    let script = try await CourseTests.script("contract-signing", "the first draft is signed")
    let fair = try await CourseTests.fair(script)
    var machine = DealMachine()
    _ = machine.handle(.opened(fair.opening(.buyer)), at: Fair.start)
    _ = machine.handle(.decided(.offer, .satisfied), at: Fair.start)
    return (machine, fair)
  }

  @Test func aWordHasToAnswerTheQuestion() async throws {
    let (machine, _) = try await Self.machine()
    let step = try #require(OpenStep(machine))
    #expect(step.state == "entering" && step.question == .give && step.choices == ["request"])
    func documents(_ fields: [(String, JSON)]) -> StepWord {
      .give(FilledStep(GivenDocuments(JSONObject([("request", .object(JSONObject(fields)))]))))
    }
    #expect(try step.taken(.decline, in: machine) == .decline)
    let good = documents([("subject", "Research".json), ("capacity", "myself".json)])
    #expect(try step.taken(good, in: machine) == good)
    for wrong in [
      .choose("agree"), .give(FilledStep()), documents([("subject", "Research".json)]),
      documents([("subject", "Research".json), ("capacity", "king".json)]),
    ] as [StepWord] {
      #expect(throws: Refusal.self) { try step.taken(wrong, in: machine) }
    }
  }

  @Test func aDealWaitsForItsWordAndSaysSo() async throws {
    let (machine, fair) = try await Self.machine()
    let record = try #require(machine.record)
    let words = StepWords(records: InMemoryArchive().records)
    async let heard = words.step(in: record)
    try await words.missing(in: fair.deal)
    // To another turn, and to another deal: neither is meant.
    try await words.say(.decline, in: fair.deal, turn: 7)
    try await words.say(.decline, in: ID(bytes: [UInt8](repeating: 1, count: 16)), turn: 2)
    try await words.say(.give(FilledStep()), in: fair.deal, turn: 2)
    #expect(try await heard == FilledStep())
    // What has been said is there at once.
    #expect(try await words.step(in: record) == FilledStep())
  }

  /// Whoever has said a word before the amount was known, or to a smaller one, has not agreed to pay it.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [[], [euros(9_59)], [ItemAmount("fee", Money(minorUnits: 9_60, .euro))]] as [[ItemAmount]])
  func aWordPaysNoMoreThanItSays(_ agreed: [ItemAmount]) async throws {
    let (machine, fair) = try await Self.machine()
    let record = try #require(machine.record)
    let words = StepWords(records: InMemoryArchive().records)
    try await words.say(.give(FilledStep(), paying: agreed), in: fair.deal, turn: 2)
    async let objection = words.objection(in: record, paying: [Self.euros(9_60)])
    try await words.missing(in: fair.deal)
    try await words.say(.give(FilledStep(), paying: [Self.euros(1)]), in: fair.deal, turn: 2)
    try await words.missing(in: fair.deal)
    try await words.say(.give(FilledStep(), paying: [Self.euros(10_00)]), in: fair.deal, turn: 2)
    #expect(try await objection == nil)
    try await words.say(.decline, in: fair.deal, turn: 2)
    #expect(try await words.objection(in: record, paying: [Self.euros(9_60)])?.code == .userDeclined)
  }
}
