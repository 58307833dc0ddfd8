import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What the coordinator of a contract does, asked of the real machine and performer.
final class ContractTable {
  /// Something that it does by itself.
  struct Move {
    let next: Int
    /// Whether it can count on that.
    let isOwn: Bool
    let words: String
  }

  /// A call that it would have answered.
  struct Call: Hashable {
    let party: Int
    let statement: SignedStatement
    let isLate: Bool
  }

  private struct Letter: Hashable {
    let party: Int
    let machine: ExchangeMachine
    let digest: Digest
  }

  let stand: ContractStand
  private let table: MachineTable<ContractCoordinator>
  private var events: [ContractAction: [ExchangeEvent]] = [:]
  private var admitted: [Letter: ExchangeEvent?] = [:]
  private var judgements: [Int: String?] = [:]

  init(_ stand: ContractStand) throws {
    self.stand = stand
    table = try MachineTable(
      ContractCoordinator(stand.sides, at: Instant.start),
      beginning: [JournalEntry.header(of: ContractCoordinator.self, at: Instant.start)],
      reading: MachineTable.Reading(
        isEvidence: { event in
          switch event {
          case .exchange(_, .received(let statement)): statement.kind == .commitResponder
          case .exchange, .giveUp: false
          }
        },
        comesBesideOthers: { event in
          switch event {
          case .exchange(_, .received), .exchange(_, .signed), .exchange(_, .delivered), .exchange(_, .timePassed),
            .giveUp:
            true
          case .exchange: false
          }
        }))
  }

  func machine(_ local: Int) -> ContractCoordinator { table.machine(local) }
  func fault(_ local: Int) -> String? { table.faults[local] }
  func outcome(_ local: Int) -> ContractOutcome? { table.machine(local).outcome }

  /// From whom a commitment has come that was let in.
  func committed(_ local: Int) -> Set<Int> {
    Set(table.states[local].notes.compactMap { if case .exchange(let party, _) = $0 { party } else { nil } })
  }

  /// What is on the network once the coordinator is in a state.
  func sent(in local: Int) -> [(party: Int, statement: SignedStatement, isCall: Bool)] {
    table.machine(local).outstandingActions.compactMap { request in
      switch request.action {
      case .send(let statement): (request.party, statement, false)
      case .askArbiter(let call, _): (request.party, call, true)
      default: nil
      }
    }
  }

  // MARK: Moves

  func moves(of local: Int, at instant: Instant) async throws -> [Move] {
    var moves = [Move]()
    for request in table.machine(local).outstandingActions {
      moves += try await self.moves(request, local, instant, isLate: false)
    }
    for request in table.abandoned(in: local) { moves += try await self.moves(request, local, instant, isLate: true) }
    let weather = stand.setting.weather
    if weather.impatience {
      moves.append(Move(next: try step(local, .giveUp, instant), isOwn: false, words: "loses interest"))
    }
    if weather.broken.contains(.forgetfulJournal), let parent = table.parents[local] {
      moves.append(Move(next: parent, isOwn: false, words: "dies and has lost its last event"))
    }
    return moves.filter { $0.next != local }
  }

  func calls(of local: Int) -> [Call] {
    func calls(_ actions: [ContractAction], isLate: Bool) -> [Call] {
      actions.compactMap { request in
        guard case .askArbiter(let call, _) = request.action else { return nil }
        return Call(party: request.party, statement: call, isLate: isLate)
      }
    }
    return calls(table.machine(local).outstandingActions, isLate: false)
      + calls(table.abandoned(in: local), isLate: true)
  }

  /// Where an answer of the arbiter's leads; `nil` for one that cannot be used and is asked for again.
  func answered(_ answer: ContractArbiter.Answer, _ party: Int, in local: Int, at instant: Instant) throws -> Int? {
    let machine = table.machine(local).exchange(party)
    switch answer {
    case .refused(let refusal):
      guard let denial = ArbiterDenial(refusal) else { return nil }
      return try step(local, .exchange(party, .arbiterRefused(denial)), instant)
    case .given(let answer):
      let verifier = try ExchangeVerifier(terms: machine.side.terms, items: machine.side.items)
      guard let event = try? verifier.event(answer, for: machine, with: stand.cast.reply(.originator)) else {
        return nil
      }
      return try step(local, .exchange(party, event), instant)
    }
  }

  /// Where a party's letter leads; `nil` where it is refused or known.
  func arrival(of statement: SignedStatement, from party: Int, in local: Int, at instant: Instant) throws -> Int? {
    let machine = table.machine(local).exchange(party)
    let letter = Letter(party: party, machine: machine, digest: statement.digest)
    if admitted[letter] == nil { admitted[letter] = .some(try? machine.event(for: statement)) }
    guard let event = admitted[letter] ?? nil else { return nil }
    return try step(local, .exchange(party, event), instant)
  }

  func judgement(_ local: Int, _ judge: () throws -> String?) rethrows -> String? {
    if let known = judgements[local] { return known }
    let found = try judge()
    judgements[local] = .some(found)
    return found
  }

  private func step(_ local: Int, _ event: ContractEvent, _ instant: Instant) throws -> Int {
    try table.step(local, event, at: stand.time(instant))
  }

  private func moves(
    _ request: ContractAction, _ local: Int, _ instant: Instant, isLate: Bool
  ) async throws -> [Move] {
    let (late, party) = (isLate ? ", which it had called off" : "", request.party)
    func done(_ event: ExchangeEvent, _ isOwn: Bool, _ words: String) throws -> Move {
      Move(
        next: try step(local, .exchange(party, event), instant), isOwn: isOwn && !isLate,
        words: "\(words) with party \(party + 1)\(late)")
    }
    switch request.action {
    case .lock, .sign: return try await performed(request, local).map { try done($0, true, "goes on") }
    case .send(let statement):
      let words = "hears that its \(statement.kind.rawValue) has arrived"
      return [try done(.delivered(statement.digest), false, words)]
    case .wait(let until):
      return stand.setting.weather.impatience ? [try done(.timePassed(until), true, "has waited long enough")] : []
    case .askArbiter, .fetchGoods, .checkGoods, .secure, .release, .settlement: return []
    }
  }

  /// What the real performer makes of an action, once.
  private func performed(_ request: ContractAction, _ local: Int) async throws -> [ExchangeEvent] {
    if let known = events[request] { return known }
    let machine = table.machine(local).exchange(request.party)
    let found = try await stand.performer.perform(request.action, of: machine)
    events[request] = found
    return found
  }
}
