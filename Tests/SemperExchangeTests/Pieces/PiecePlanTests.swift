import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// When the planner offers pieces, and what it never lowers to them.
@Suite struct PiecePlanTests {
  private static let wish = PlanWish(atLeast: .incremental, hasPieces: true)
  private static let large = [ItemClass.data, .data]

  private static func level(_ one: [ItemClass], _ other: [ItemClass], _ wish: PlanWish = wish) -> FairnessLevel? {
    try? Planner.plan(proposer: one, invited: other, wish: wish).level
  }

  @Test func piecesAreTheLastResortOfDataForData() {
    #expect(Self.level(Self.large, Self.large) == .incremental)
    // A bond is fairer, and so is the arbiter where it may look.
    #expect(
      Self.level(Self.large, Self.large, PlanWish(atLeast: .incremental, offersBond: true, hasPieces: true))
        == .compensated)
    #expect(Self.level([.checkedData, .checkedData], [.checkedData, .checkedData]) == .strong)
    #expect(
      Self.level(
        [.checkedData, .checkedData], [.checkedData, .checkedData],
        PlanWish(atLeast: .incremental, arbiterMaySeeData: false, hasPieces: true)) == .incremental)
    #expect(Self.level(Self.large, [.lock]) == .strongWithWindow)
  }

  @Test func nobodyIsGivenLessThanHeWishes() {
    for level in [FairnessLevel.compensated, .strongWithWindow, .strong] {
      #expect(Self.level(Self.large, Self.large, PlanWish(atLeast: level, hasPieces: true)) == nil)
    }
    #expect(Self.level(Self.large, Self.large, PlanWish(atLeast: .incremental)) == nil)
  }

  /// What cannot be cut evenly, checked or sealed piece by piece.
  @Test func onlyEqualNumbersOfCheckablePiecesMatch() {
    #expect(Self.level([.data], [.data]) == nil)
    #expect(Self.level(Self.large, [.data, .data, .data]) == nil)
    #expect(Self.level([.data, .mail], [.data, .data]) == nil)
    #expect(Self.level([.data, .lock], [.data, .data]) == nil)
    let many = [ItemClass](repeating: .data, count: ExchangeBody.mostItems)
    #expect(Self.level(many, many) == .incremental)
    #expect(Self.level(many + [.data], many + [.data]) == nil)
  }

  @Test func termsOfPiecesAreNoTermsOfTheArbiter() async throws {
    let stage = try await PieceStage(pieces: 2)
    #expect(stage.terms.body.level == .incremental)
    #expect(throws: Refusal.self) { try FairnessCheck.check(stage.terms.body, items: stage.items) }
    #expect(throws: Refusal.self) { try ExchangeVerifier(terms: stage.terms, items: stage.items) }
  }

  /// Terms that only call themselves strong, or ask the arbiter, are no terms of pieces.
  @Test func otherTermsAreNoTermsOfPieces() async throws {
    let body = try await PieceStage(pieces: 2).terms.body
    func changed(_ level: FairnessLevel, _ mode: OpeningMode = .direct, dropping count: Int = 0) -> ExchangeBody {
      ExchangeBody(
        originatorItems: body.originatorItems, responderItems: Array(body.responderItems.dropLast(count)),
        level: level, mode: mode, window: body.window, ledgers: [], context: body.context)
    }
    #expect(throws: Never.self) { try PieceRules.check(changed(.incremental)) }
    #expect(throws: Refusal.self) { try PieceRules.check(changed(.strong)) }
    #expect(throws: Refusal.self) { try PieceRules.check(changed(.incremental, .viaArbiter)) }
    #expect(throws: Refusal.self) { try PieceRules.check(changed(.incremental, dropping: 1)) }
  }
}
