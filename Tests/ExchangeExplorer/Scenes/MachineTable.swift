import SemperCoding
import SemperEngine
import SemperModel

/// What one honest party's machine does with each event in each of its states, asked of the machine once for each case. The
/// first way to each state is kept as a journal, and every state is checked to come back from it.
final class MachineTable<Machine: ProtocolMachine & Hashable> where Machine.Event: Hashable {
  /// A party as it stands: its machine, and those entries of its journal that are evidence.
  struct Local: Hashable {
    var machine: Machine
    var notes: [Machine.Event] = []
  }

  /// Which events say something to a judge, and which may happen while other actions go on.
  struct Reading {
    let isEvidence: (Machine.Event) -> Bool
    let comesBesideOthers: (Machine.Event) -> Bool
  }

  private struct Case: Hashable {
    let state: Int
    let event: Machine.Event
    let time: Timestamp
  }

  private let fresh: Machine
  private let reading: Reading
  private(set) var states = Interner<Local>()
  private(set) var journals: [[JournalEntry]] = []
  /// The state from which each was reached first.
  private(set) var parents: [Int?] = []
  /// What is wrong with a state itself.
  private(set) var faults: [String?] = []
  private var overlaps: [Bool] = []
  private var steps: [Case: Int] = [:]

  /// - Parameter beginning: the journal with which the conversation has begun.
  init(_ fresh: Machine, beginning: [JournalEntry], reading: Reading) throws {
    (self.fresh, self.reading) = (fresh, reading)
    var machine = fresh
    try Replay.restore(&machine, from: beginning)
    try admit(Local(machine: machine), journal: beginning, after: nil, overlaps: false, fault: nil)
  }

  func machine(_ state: Int) -> Machine { states[state].machine }

  /// Where an event leads: it is written down, then the machine handles it.
  func step(_ state: Int, _ event: Machine.Event, at time: Timestamp) throws -> Int {
    let question = Case(state: state, event: event, time: time)
    if let known = steps[question] { return known }
    let before = states[state]
    var next = before
    let asked = next.machine.handle(event, at: time)
    if reading.isEvidence(event), !next.notes.contains(event) { next.notes.append(event) }
    let fault = discipline(before.machine, next.machine, asked)
    if let known = states.number(of: next) {
      if let fault { faults[known] = fault }
      steps[question] = known
      return known
    }
    let entry = JournalEntry(sequence: journals[state].count, time: time, bytes: event.canonicalBytes)
    try admit(
      next, journal: journals[state] + [entry], after: state, overlaps: reading.comesBesideOthers(event), fault: fault)
    steps[question] = states.count - 1
    return states.count - 1
  }

  /// What was asked for on the first way to a state and is no longer, but may have been done before it was called off:
  /// then the party hears of it in this state.
  func abandoned(in state: Int) -> [Machine.Action] {
    var known = Set(states[state].machine.outstandingActions)
    var (abandoned, last) = ([Machine.Action](), state)
    while overlaps[last], let parent = parents[last] {
      abandoned += states[parent].machine.outstandingActions.filter { known.insert($0).inserted }
      last = parent
    }
    return abandoned
  }

  /// The driver starts what `handle` returns, and after a restart what is outstanding: the two must agree.
  private func discipline(_ before: Machine, _ next: Machine, _ actions: [Machine.Action]) -> String? {
    guard !next.isFinished else { return nil }
    let (old, new) = (Set(before.outstandingActions), Set(next.outstandingActions))
    let asked = Set(actions)
    if !asked.isSuperset(of: new.subtracting(old)) { return "does not ask for what it calls outstanding" }
    return asked.isSubset(of: new) ? nil : "asks for something that a restart would forget"
  }

  private func admit(
    _ state: Local, journal: [JournalEntry], after parent: Int?, overlaps: Bool, fault: String?
  ) throws {
    _ = states.intern(state)
    journals.append(journal)
    parents.append(parent)
    self.overlaps.append(overlaps)
    // Recovery equivalence: a process that has nothing but the bytes of its journal is where this one is.
    var machine = fresh
    try Replay.restore(&machine, from: journal)
    faults.append(fault ?? (machine == state.machine ? nil : "comes back from its journal as another machine"))
  }
}
