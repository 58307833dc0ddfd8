import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What one honest party of an exchange piece for piece does, asked of the real machine and performer.
final class PieceTable {
  /// Something that can happen to it by itself.
  struct Move {
    let next: Int
    /// Whether it can count on that.
    let isOwn: Bool
    let needs: PieceScene.Fact?
    let words: String
  }

  /// What becomes of a letter that is let in: `nil` where it is known already.
  struct Arrival {
    let next: Int?
  }

  let role: ExchangeRole
  let stand: PieceStand
  private let table: MachineTable<PieceMachine>
  private var events: [PieceAction: [PieceEvent]] = [:]
  private var lists: [Int: [Move]] = [:]
  private var comings: [Int: [Int: Arrival?]] = [:]
  private var judgements: [Int: String?] = [:]
  private var holdings: [Int: Int] = [:]

  init(_ role: ExchangeRole, _ stand: PieceStand) throws {
    (self.role, self.stand) = (role, stand)
    let fresh = PieceMachine(stand.side(role), at: Instant.start)
    table = try MachineTable(
      fresh, beginning: [JournalEntry.header(of: PieceMachine.self, at: Instant.start)],
      reading: MachineTable.Reading(
        isEvidence: { event in
          switch event {
          case .signed, .received, .delivered, .good, .bad: true
          case .locked, .lockRefused, .fetched, .fetchRefused, .timePassed, .giveUp: false
          }
        },
        comesBesideOthers: { event in
          switch event {
          case .signed, .received, .delivered, .timePassed, .giveUp: true
          case .locked, .lockRefused, .fetched, .fetchRefused, .good, .bad: false
          }
        }))
  }

  func outcome(_ local: Int) -> PieceOutcome? { table.machine(local).outcome }
  func machine(_ local: Int) -> PieceMachine { table.machine(local) }
  func notes(_ local: Int) -> [PieceEvent] { table.states[local].notes }
  func fault(_ local: Int) -> String? { table.faults[local] }
  func journal(_ local: Int) -> [JournalEntry] { table.journals[local] }
  var count: Int { table.states.count }

  func sent(in local: Int) -> [SignedStatement] {
    table.machine(local).outstandingActions.compactMap { if case .send(let statement) = $0 { statement } else { nil } }
  }

  // MARK: Moves

  func moves(of local: Int) async throws -> [Move] {
    if let known = lists[local] { return known }
    let machine = table.machine(local)
    var moves = [Move]()
    for action in machine.outstandingActions { moves += try await self.moves(action, machine, local, isLate: false) }
    for action in table.abandoned(in: local) { moves += try await self.moves(action, machine, local, isLate: true) }
    let weather = stand.setting.weather
    if weather.impatience { moves.append(try move(.giveUp, local, isOwn: false, "loses interest")) }
    if weather.broken.contains(.forgetfulJournal), let parent = table.parents[local] {
      moves.append(Move(next: parent, isOwn: false, needs: nil, words: "dies and has lost its last event"))
    }
    let changing = moves.filter { $0.next != local }
    lists[local] = changing
    return changing
  }

  private func move(
    _ event: PieceEvent, _ local: Int, isOwn: Bool, needs: PieceScene.Fact? = nil, _ words: String
  ) throws -> Move {
    Move(next: try table.step(local, event, at: Instant.start), isOwn: isOwn, needs: needs, words: words)
  }

  private func moves(
    _ action: PieceAction, _ machine: PieceMachine, _ local: Int, isLate: Bool
  ) async throws -> [Move] {
    let weather = stand.setting.weather
    let late = isLate ? ", which it had called off" : ""
    func done(_ isOwn: Bool, _ words: String) async throws -> [Move] {
      try await performed(action, machine).map { try move($0, local, isOwn: isOwn && !isLate, words + late) }
    }
    switch action {
    case .lock:
      let refusal = Refusal(.unavailable, blame: .us, "there is no such data here")
      let refused = try weather.refusals ? [move(.lockRefused(refusal), local, isOwn: false, "cannot seal")] : []
      return try await done(true, "seals its pieces") + refused
    case .sign(let message): return try await done(true, "signs \(message.words)")
    case .send(let statement):
      let needs: PieceScene.Fact? = stand.setting.isHonest(role.peer) ? .taken(statement.digest) : nil
      let words = "hears that its \(statement.kind.rawValue) has arrived"
      return [try move(.delivered(statement.digest), local, isOwn: false, needs: needs, words + late)]
    case .fetch(let number, _):
      let refusal = Refusal(.goodsInvalid, blame: .peer, "what was delivered is not what was committed")
      let mayFail = weather.refusals || !stand.setting.isHonest(role.peer)
      let refused =
        try mayFail ? [move(.fetchRefused(refusal), local, isOwn: false, "is given other bytes" + late)] : []
      return try await done(false, "has fetched ciphertext \(number)") + refused
    case .check(let number, _, _): return try await done(true, "has opened piece \(number)")
    case .wait(let until):
      guard weather.impatience else { return [] }
      return [try move(.timePassed(until), local, isOwn: true, "has waited long enough" + late)]
    }
  }

  /// What the real performer makes of an action, once; nothing where it cannot be done now.
  private func performed(_ action: PieceAction, _ machine: PieceMachine) async throws -> [PieceEvent] {
    if let known = events[action] { return known }
    var found = [PieceEvent]()
    do { found = try await stand.performer(role).perform(action, of: machine) } catch is Absent {}
    events[action] = found
    return found
  }

  /// What becomes of a letter in a state; `nil` where it is refused and brings nothing.
  func arrival(of number: Int, _ statement: SignedStatement, in local: Int) throws -> Arrival? {
    if let known = comings[local]?[number] { return known }
    var arrival: Arrival?
    do throws(Refusal) {
      let event = try table.machine(local).event(for: statement)
      arrival = Arrival(next: event.flatMap { try? table.step(local, $0, at: Instant.start) })
    } catch { arrival = nil }
    comings[local, default: [:]][number] = .some(arrival)
    return arrival
  }

  /// How many pieces are held in a state, counted once.
  func held(_ local: Int, _ count: () -> Int) -> Int {
    if let known = holdings[local] { return known }
    let found = count()
    holdings[local] = found
    return found
  }

  /// What a state means, judged once.
  func judgement(_ local: Int, _ judge: () throws -> String?) rethrows -> String? {
    if let known = judgements[local] { return known }
    let found = try judge()
    judgements[local] = .some(found)
    return found
  }
}

extension PieceMessage {
  fileprivate var words: String {
    switch self {
    case .commit: "its commitment"
    case .open(let number, _): "piece \(number)"
    case .end(_, let reason, _): "its last word (\(reason.rawValue))"
    }
  }
}

extension PieceOutcome {
  var words: String { String("\(self)".prefix { $0 != "(" }) }
}
