import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting

/// Money for money while the arbiter comes and goes for each party alone, letters are lost and late, and both propose this and
/// that. In the end the arbiter is there for both. Judged by the ledger.
struct JointLockStorm {
  private var run: JointRun
  private var numbers: SeededNumbers

  init(seed: UInt64) throws {
    numbers = SeededNumbers(seed)
    run = try JointRun([.money], for: [.money], agrees: Bool.random(using: &numbers), funds: 1_000, seed: seed)
  }

  /// What is unfair when all is over; `nil` when nothing is.
  mutating func blow() async throws -> String? {
    for _ in 0..<300 { try await step() }
    run.deaf = []
    run.reaches = [.originator, .responder]
    try await run.run(for: Span(seconds: 200_000))
    return try verdict()
  }

  /// How it ended for the responder.
  var end: String { Moves.words(run.machine(.responder)) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

  private mutating func step() async throws {
    for role in ExchangeRole.allCases {
      if chance(3) { run.reaches.formSymmetricDifference([role]) }
      if chance(10) { run.deaf.formSymmetricDifference([role]) }
      if chance(3), run.machine(role).maySettle {
        let paid = ItemFate.paid(Money(minorUnits: Bool.random(using: &numbers) ? 500 : 0, .euro))
        run.propose(run.plan(paid, paid), by: role)
      }
    }
    if chance(50), try run.deliver() { return }
    var due = [(ExchangeRole, ExchangeAction)]()
    for role in ExchangeRole.allCases { due += try await run.due(role).map { (role, $0) } }
    guard let (role, action) = due.randomElement(using: &numbers) else {
      _ = run.passTime(before: Stage.start.advanced(by: Span(seconds: 40_000)))
      return
    }
    do {
      try await run.perform(action, as: role)
    } catch let refusal as Refusal where refusal.code == .unavailable {
      // A driver asks again later.
      _ = run.passTime(before: Stage.start.advanced(by: Span(seconds: 40_000)))
    }
  }

  private func verdict() throws -> String? {
    guard let first = run.machine(.originator).outcome, let second = run.machine(.responder).outcome else {
      return "it does not end: \(Moves.words(run.machine(.originator))), \(Moves.words(run.machine(.responder)))"
    }
    if run.differs { return "a machine came back as another one" }
    for end in [first, second] {
      if case .wronged(let refusal) = end { return "an honest party is wronged: \(refusal)" }
    }
    let endings = run.ledger.endings.map { $0?.rawValue ?? "locked" }.sorted()
    if case .settled(let plan) = first {
      guard second == .settled(plan), endings == ["settled", "settled"] else {
        return "\(first), but \(second) and \(endings)"
      }
      let paid = plan.divisions.reduce(0) { $0 + $1.paid.minorUnits }
      return run.ledger.funds == 1_000 - paid ? nil : "\(run.ledger.funds) are left of \(plan)"
    }
    if endings.contains("settled") || endings.contains("locked") { return "\(first), \(second) and \(endings)" }
    let isPaid = endings == ["claimed", "claimed"]
    let isBack = endings.allSatisfy { $0 == "refunded" }
    guard isPaid || isBack else { return "one has both: \(endings)" }
    return isPaid == (first == .completed) && isPaid == (second == .completed) ? nil : "\(first), \(second), \(endings)"
  }
}
