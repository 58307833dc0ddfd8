import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What the machine of one honest party does with each event in each of its states, asked of the machine once for each
/// case. The first way to each state is kept as a journal, and every state is checked to come back from it.
final class PartyTable {
  let role: ExchangeRole
  let stage: Stage
  let facts: Facts
  let bout: Int
  let ledger: LedgerTable
  let arbiter: ArbiterTable

  private(set) var states = Interner<LocalState>()
  private(set) var meanings: [LocalMeaning] = []
  /// The facts that there are once the party is in a state: what it sends and whom it calls.
  private(set) var emitted: [FactSet] = []
  private(set) var journals: [[JournalEntry]] = []
  /// The state from which each was reached first.
  private(set) var parents: [Int?] = []
  /// Whether what was asked for in that one may have been done already and be told a little late.
  private var overlaps: [Bool] = []
  /// For each state and moment; empty until built.
  private var moves: [[Move]] = []
  private var lettersSeen: [Int] = []
  /// For each state, which of the letters are let in: to verify them is what costs most.
  private var admissions: [[Bool]] = []
  /// Where the answers of ledger and arbiter lead, by state, moment, move and answers.
  private var after: [Conclusion: Int] = [:]
  private var ownCommitment: Commitment?
  /// What a judge makes of a state's journal and an abort.
  var judgements: [Judgement: Bool] = [:]

  struct Conclusion: Hashable {
    let state: Int
    let instant: Instant
    let move: Int
    let answers: [Int]
  }

  init(
    _ role: ExchangeRole, _ stage: Stage, facts: Facts, bout: Int, ledger: LedgerTable, arbiter: ArbiterTable
  ) throws {
    (self.role, self.stage, self.facts, self.bout) = (role, stage, facts, bout)
    (self.ledger, self.arbiter) = (ledger, arbiter)
    let head: JSON = .fields(["machine": ExchangeMachine.identity.json])
    let header = JournalEntry(sequence: 0, time: Instant.start, bytes: head.canonicalBytes)
    _ = try admit(
      LocalState(machine: ExchangeMachine(stage.side(role), at: Instant.start)), journal: [header], after: nil,
      overlaps: false, nil)
  }

  /// The moves of a state, or `nil` when they have not been built for all the letters there are.
  func moves(of state: Int, at instant: Instant, letters: Int) -> [Move]? {
    let place = state * Instant.allCases.count + Int(instant.rawValue)
    return lettersSeen[place] == letters ? moves[place] : nil
  }

  func set(_ list: [Move], of state: Int, at instant: Instant, letters: Int) {
    let place = state * Instant.allCases.count + Int(instant.rawValue)
    moves[place] = list
    lettersSeen[place] = letters
  }

  func conclusion(_ conclusion: Conclusion) -> Int? { after[conclusion] }

  /// Remembers where answers lead; no event is an answer that the party cannot use, and asks for again.
  func conclude(_ conclusion: Conclusion, with events: [ExchangeEvent]) throws {
    after[conclusion] = try events.reduce(conclusion.state) { state, event in
      try step(state, event, at: conclusion.instant)
    }
  }

  /// What the home lets through to the machine. Letters are only ever added.
  func isAdmitted(_ number: Int, of letters: [Letter], in state: Int) -> Bool {
    while admissions[state].count <= number {
      let letter = letters[admissions[state].count]
      admissions[state].append((try? stage.verifier.admit(letter.statement, to: states[state].machine)) != nil)
    }
    return admissions[state][number]
  }

  /// Where an event leads: it is written down, then the machine handles it.
  func step(_ state: Int, _ event: ExchangeEvent, at instant: Instant) throws -> Int {
    var next = states[state]
    let actions = next.machine.handle(event, at: stage.time(instant))
    next.notes.take(event, asked: states[state].machine.outstandingActions)
    let entry = JournalEntry(sequence: journals[state].count, time: stage.time(instant), bytes: event.canonicalBytes)
    if case .settled(let plan)? = next.machine.outcome {
      next.notes.provesSettlement = LocalMeaning.proves(plan, by: journals[state] + [entry], stage)
    }
    let fault = discipline(states[state], next, actions)
    if let known = states.number(of: next) {
      if let fault { meanings[known].fault = fault }
      return known
    }
    return try admit(
      next, journal: journals[state] + [entry], after: state, overlaps: event.comesBesideOthers, fault)
  }

  /// What was asked for on the first way to a state and is no longer, but may have been done before it was called off:
  /// then the party hears of it in this state.
  func abandoned(in state: Int) -> [ExchangeAction] {
    var known = Set(states[state].machine.outstandingActions)
    var (abandoned, last) = ([ExchangeAction](), state)
    while overlaps[last], let parent = parents[last] {
      abandoned += states[parent].machine.outstandingActions.filter { known.insert($0).inserted }
      last = parent
    }
    return abandoned
  }

  /// The driver starts what `handle` returns, and after a restart what is outstanding: the two must agree.
  private func discipline(_ before: LocalState, _ next: LocalState, _ actions: [ExchangeAction]) -> String? {
    guard !next.machine.isFinished else { return nil }
    let (old, new) = (Set(before.machine.outstandingActions), Set(next.machine.outstandingActions))
    let asked = Set(actions)
    if !asked.isSuperset(of: new.subtracting(old)) { return "does not ask for what it calls outstanding" }
    return asked.isSubset(of: new) ? nil : "asks for something that a restart would forget"
  }

  private func admit(
    _ state: LocalState, journal: [JournalEntry], after parent: Int?, overlaps: Bool, _ fault: String?
  ) throws -> Int {
    let number = states.intern(state).number
    journals.append(journal)
    parents.append(parent)
    self.overlaps.append(overlaps)
    emitted.append(try emissions(state.machine))
    let comesBack = try comesBack(state, journal)
    meanings.append(LocalMeaning(state, role, stage, fault: fault ?? (comesBack ? nil : Self.notTheSame)))
    moves += Array(repeating: [], count: Instant.allCases.count)
    admissions.append([])
    lettersSeen += Array(repeating: -1, count: Instant.allCases.count)
    return number
  }

  private static let notTheSame = "comes back from its journal as another machine"

  /// Recovery equivalence: a process that has nothing but the bytes of its side and its journal is where this one is.
  private func comesBack(_ state: LocalState, _ journal: [JournalEntry]) throws -> Bool {
    let side = try ExchangeSide(json: CanonicalJSON.parse(stage.side(role).canonicalBytes))
    var machine = ExchangeMachine(side, at: Instant.start)
    try Replay.restore(&machine, from: journal)
    return machine == state.machine
  }

  private func emissions(_ machine: ExchangeMachine) throws -> FactSet {
    var mask: FactSet = 0
    for action in machine.outstandingActions {
      switch action {
      case .send(let statement):
        mask |= facts.bit(.sent(statement), of: bout)
        let opens =
          statement.kind == .openOriginator || statement.kind == .openResponder
          || statement.kind == .commitResponder && stage.setting.weather.broken.contains(.earlyOpening)
        if opens, !stage.setting.isHonest(role.peer) { mask |= facts.bit(.secret(role), of: bout) }
      case .askArbiter(let call, _): mask |= facts.bit(.sent(call), of: bout)
      case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .wait, .settlement: break
      }
    }
    return mask
  }

  /// The party's honest commitment, sealed once.
  func commitment() async throws -> Commitment {
    if let ownCommitment { return ownCommitment }
    var receipts = [SignedStatement]()
    for holding in try stage.holdings(of: role).compactMap(\.self) {
      receipts.append(try await ledger.receipt(ledger.slot(holding)))
    }
    let made = try await stage.commitment(of: role, receipts: receipts)
    ownCommitment = made
    return made
  }
}

extension ExchangeEvent {
  /// Whether other actions of a party may go on while this happens.
  fileprivate var comesBesideOthers: Bool {
    switch self {
    case .received, .giveUp, .timePassed, .signed, .delivered, .goodsFetched, .goodsRefused, .settlement: true
    case .locked, .lockRefused, .goodsGood, .goodsBad, .secured, .securingRefused, .released, .decided,
      .arbiterRefused:
      false
    }
  }
}
