import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting

/// A receipt for money while the arbiter comes and goes for each party alone, letters are lost and late, and the payer
/// proposes this and that. In the end the arbiter is there for both. Judged by the ledger and by which statements count.
struct JointStorm {
  private var run: JointRun
  private var numbers: SeededNumbers

  init(seed: UInt64) throws {
    numbers = SeededNumbers(seed)
    run = try JointRun([.receipt], for: [.money], agrees: Bool.random(using: &numbers), seed: seed)
  }

  /// What is unfair when all is over; `nil` when nothing is.
  mutating func blow() async throws -> String? {
    for _ in 0..<300 { try await step() }
    run.deaf = []
    run.reaches = [.originator, .responder]
    try await run.run(for: Span(seconds: 80_000))
    return try verdict()
  }

  /// How it ended for the payer.
  var end: String { Moves.words(run.machine(.responder)) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

  private mutating func step() async throws {
    for role in ExchangeRole.allCases {
      if chance(3) { run.reaches.formSymmetricDifference([role]) }
      if chance(10) { run.deaf.formSymmetricDifference([role]) }
    }
    if chance(4), run.machine(.responder).maySettle {
      let all = [ItemFate.given, .void].randomElement(using: &numbers) ?? .void
      let paid = all == .given ? 500 : Int64.random(in: 0...1, using: &numbers) * 100
      run.propose(run.plan(all, .paid(Money(minorUnits: paid, .euro))), by: .responder)
    }
    if chance(50), try run.deliver() { return }
    let due = try await ExchangeRole.allCases.asyncFlatMap { role in try await run.due(role).map { (role, $0) } }
    if let (role, action) = due.randomElement(using: &numbers) {
      try await run.perform(action, as: role)
    } else {
      _ = run.passTime(before: Stage.start.advanced(by: Span(seconds: 40_000)))
    }
  }

  private func verdict() throws -> String? {
    let ends = [run.machine(.originator).outcome, run.machine(.responder).outcome]
    guard let sold = ends[0], let bought = ends[1] else {
      return "it does not end: \(Moves.words(run.machine(.originator))), \(Moves.words(run.machine(.responder)))"
    }
    if run.differs { return "a machine came back as another one" }
    for end in [sold, bought] {
      if case .wronged(let refusal) = end { return "an honest party is wronged: \(refusal)" }
    }
    guard case .settled(let plan) = bought else {
      let counts = run.secrets.contains(.responder) || run.resolutions.contains(.responder)
      let paid = run.ledger.endings == [.claimed]
      if run.ledger.endings == [nil] { return "money is still locked" }
      if run.ledger.endings == [.settled] { return "the payer does not know that it is settled" }
      return paid == counts && paid == (sold == .completed) ? nil : "paid: \(paid), receipt: \(counts), \(sold)"
    }
    guard run.ledger.endings == [.settled], sold == .settled(plan) else {
      return "\(bought), but \(sold) and \(run.ledger.endings)"
    }
    let left = 500 - (plan.paid?.minorUnits ?? 0)
    return run.ledger.funds == left ? nil : "\(run.ledger.funds) are left of \(plan)"
  }
}

extension Sequence {
  fileprivate func asyncFlatMap<Value>(_ make: (Element) async throws -> [Value]) async rethrows -> [Value] {
    var all = [Value]()
    for element in self { all += try await make(element) }
    return all
  }
}
