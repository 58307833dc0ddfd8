import SemperCommerce
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms
import Testing

/// Does what a script says, and where that is nothing, says so or keeps silent.
struct ScriptedJudgement: DealJudgement {
  let script: CourseScript
  let content: ContentDescription
  /// Whether it lets its time pass instead of saying that it will not move.
  let isSilent: Bool
  let time: any TimeSource

  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision? {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  func choose(_ options: [String], unexpected: Refusal?, in record: DealRecord) async throws -> String {
    let name = script.moves[record.course?.turn ?? 0]?.name ?? "else"
    if !options.contains(name) { try await keepSilent(name) }
    return options.contains(name) ? name : "else"
  }

  func fill(_ items: [String], until: Timestamp, in record: DealRecord) async throws -> FilledStep? {
    let turn = record.course?.turn ?? 0
    let step = script.step(turn, items, content)
    if step == nil { try await keepSilent(script.moves[turn]?.name ?? "") }
    return step
  }

  /// What is locked has to be what the script's documents say, read without the machine.
  func objection(to deed: Deed, in record: DealRecord) async throws -> Refusal? {
    for payment in record.payments(agreedIn: deed) {
      #expect(payment.amount == script.amount(payment.item, by: record.course?.turn ?? 0))
    }
    return nil
  }

  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool { false }

  /// Also where an exception is about to be raised.
  private func keepSilent(_ move: String) async throws {
    guard isSilent || move.hasPrefix("raise ") else { return }
    try await time.wait(until: time.now().advanced(by: Span(seconds: 400 * 86_400)))
  }
}
