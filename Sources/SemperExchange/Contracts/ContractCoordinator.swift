import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperPayments

/// The coordinator's side of a contract of several parties: an exchange of parts with each of them, held back where they
/// would open until all have committed.
///
/// Until then it can leave without anybody's part getting out, and does when anybody stays away. From then on the arbiter
/// makes every part count, whoever goes silent. If the coordinator itself is away for longer than its parties wait, those
/// that have committed are resolved for, and the parts of some count, which binds nobody. Its parties run an ordinary
/// `ExchangeMachine` as responders.
public struct ContractCoordinator: ProtocolMachine, Hashable {
  public static let identity = MachineIdentity(name: "contract", version: 1)

  private var exchanges: [ExchangeMachine]
  /// The parties' commitments, by number, until all are there.
  private var held: [Int: SignedStatement] = [:]
  private var isGathering = true
  private var titles: [Int: ContractProof.Title] = [:]
  private var records: [Int: ExchangeRecord] = [:]
  private var thirds: [Int: SignedStatement] = [:]

  /// - Parameter sides: the coordinator's side of each exchange, as originator. They close together: when all have committed,
  ///   there must be time to open in all of them or in none.
  public init(_ sides: [ExchangeSide], at now: Timestamp) {
    precondition(sides.allSatisfy { $0.role == .originator })
    precondition(Set(sides.map(\.terms.header.closes)).count <= 1)
    exchanges = sides.map { ExchangeMachine($0, at: now) }
  }

  /// The exchange with the party of this number, for whoever performs its actions and verifies its letters.
  public func exchange(_ number: Int) -> ExchangeMachine { exchanges[number] }

  public var isFinished: Bool { exchanges.allSatisfy(\.isFinished) }

  public var outcome: ContractOutcome? {
    guard isFinished else { return nil }
    let missing = exchanges.indices.filter { exchanges[$0].outcome != .completed }
    if missing.count == exchanges.count { return .calledOff }
    return missing.isEmpty ? .concluded(proofs) : .incomplete(without: missing)
  }

  private var proofs: [ContractProof] {
    exchanges.indices.compactMap { number in
      guard let record = records[number], let title = titles[number] else { return nil }
      return ContractProof(record: record, title: title)
    }
  }

  public var outstandingActions: [ContractAction] {
    exchanges.enumerated().flatMap { number, machine in
      machine.outstandingActions.map { ContractAction(party: number, $0) }
    }
  }

  public mutating func handle(_ event: ContractEvent, at time: Timestamp) -> [ContractAction] {
    var actions = [ContractAction]()
    switch event {
    case .giveUp: if isGathering { actions = callOff(at: time) }
    case .exchange(let number, let event):
      guard exchanges.indices.contains(number) else { return [] }
      if isGathering, case .received(let second) = event, second.kind == .commitResponder {
        return gather(second, from: number, at: time)
      }
      actions = play(event, number, at: time)
      if isGathering, isLeaving(exchanges[number]) { actions += callOff(at: time) }
    }
    return actions
  }

  private mutating func gather(
    _ second: SignedStatement, from number: Int, at time: Timestamp
  ) -> [ContractAction] {
    held[number] = held[number] ?? second
    guard held.count == exchanges.count else { return [] }
    isGathering = false
    return exchanges.indices.flatMap { number in
      held[number].map { play(.received($0), number, at: time) } ?? []
    }
  }

  /// Leaves every exchange. Those that are no longer before their opening pay no heed.
  private mutating func callOff(at time: Timestamp) -> [ContractAction] {
    isGathering = false
    return exchanges.indices.flatMap { play(.giveUp, $0, at: time) }
  }

  /// Whether an exchange has turned back before its party's commitment was used.
  private func isLeaving(_ machine: ExchangeMachine) -> Bool {
    machine.isFinished
      || machine.outstandingActions.contains { action in
        switch action {
        case .sign(.abort): true
        case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .askArbiter, .wait, .settlement: false
        }
      }
  }

  private mutating func play(
    _ event: ExchangeEvent, _ number: Int, at time: Timestamp
  ) -> [ContractAction] {
    let first = exchanges[number].firstCommitment
    note(event, number, first)
    return exchanges[number].handle(event, at: time).map { ContractAction(party: number, $0) }
  }

  /// What makes the parts of this exchange count, as it comes.
  private mutating func note(_ event: ExchangeEvent, _ number: Int, _ first: SignedStatement?) {
    switch event {
    // The machine goes on with the first that came, whatever else its party signs.
    case .received(let second) where second.kind == .commitResponder:
      if records[number] == nil { remember(second, number, first) }
    case .signed(let third) where third.kind == .openOriginator: thirds[number] = third
    case .received(let fourth) where fourth.kind == .openResponder:
      if titles[number] == nil, let third = thirds[number] { titles[number] = .opened(third, fourth) }
    case .decided(let decision, _, let second):
      if let second { remember(second, number, first) }
      if decision.journalled(as: ArbiterDecision.self).verdict == .resolved { titles[number] = .resolved(decision) }
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured,
      .securingRefused, .released, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      break
    }
  }

  private mutating func remember(_ second: SignedStatement, _ number: Int, _ first: SignedStatement?) {
    guard let first else { return }
    let side = exchanges[number].side
    records[number] = ExchangeRecord(
      terms: side.terms, items: side.items, commitOriginator: first, commitResponder: second)
  }
}
