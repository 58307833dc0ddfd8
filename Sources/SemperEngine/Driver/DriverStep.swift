import SemperCoding
import SemperModel

/// Events that a driver has handled on a copy of the machine and that become durable together: one from outside or from an
/// action, and those that follow from it by computing alone.
struct DriverStep<Machine: ProtocolMachine>: Sendable {
  /// So many events at most follow one another without becoming durable.
  private static var mostEvents: Int { 64 }

  private let compute: MachineDriver<Machine>.Compute
  private(set) var machine: Machine
  private(set) var entries: [JournalEntry] = []
  /// What is to be performed once the entries are durable, in the order in which it was asked for.
  private(set) var actions: [Machine.Action] = []
  private(set) var hasEvents = false
  /// Whether something in it has to become durable now.
  private(set) var isUrgent = false
  private var nextSequence: Int

  init(_ machine: Machine, after count: Int, _ compute: @escaping MachineDriver<Machine>.Compute) {
    self.compute = compute
    self.machine = machine
    nextSequence = count
  }

  /// An empty step that follows on this one.
  func next(after machine: Machine, _ count: Int) -> DriverStep { DriverStep(machine, after: count, compute) }

  /// The header of a new conversation.
  mutating func begin(at now: Timestamp) {
    append(JournalEntry.header(of: Machine.self, at: now).bytes, at: now)
  }

  /// Handles an event and what follows from it.
  mutating func take(_ event: Machine.Event, _ bytes: [UInt8], at now: Timestamp) {
    if !Machine.mayWait(event) { isUrgent = true }
    var events = [(event: event, bytes: bytes)]
    handle(&events, at: now)
  }

  /// Computes what follows from these actions and keeps the others to be performed.
  mutating func follow(_ actions: [Machine.Action], at now: Timestamp) {
    var events: [(event: Machine.Event, bytes: [UInt8])] = []
    collect(actions, &events)
    handle(&events, at: now)
  }

  /// The actions that are still wanted at the end of the step. One that was never outstanding is done once all the same.
  var owed: [Machine.Action] {
    let outstanding = Set(machine.outstandingActions)
    return actions.filter { outstanding.contains($0) || !wasOutstanding.contains($0) }
  }

  private var wasOutstanding: Set<Machine.Action> = []

  private mutating func handle(_ events: inout [(event: Machine.Event, bytes: [UInt8])], at now: Timestamp) {
    while !events.isEmpty, !machine.isFinished {
      let (event, bytes) = events.removeFirst()
      append(bytes, at: now)
      hasEvents = true
      collect(machine.handle(event, at: now), &events)
    }
    if machine.isFinished { isUrgent = true }
  }

  /// What cannot be computed, also because computing failed, is left to be performed, where failures are met with patience.
  private mutating func collect(
    _ asked: [Machine.Action], _ events: inout [(event: Machine.Event, bytes: [UInt8])]
  ) {
    guard !asked.isEmpty else { return }
    isUrgent = true
    let outstanding = Set(machine.outstandingActions)
    for action in asked {
      if entries.count + events.count < Self.mostEvents, let computed = computed(action) {
        events += computed
      } else {
        actions.append(action)
        if outstanding.contains(action) { wasOutstanding.insert(action) }
      }
    }
  }

  private func computed(_ action: Machine.Action) -> [(event: Machine.Event, bytes: [UInt8])]? {
    guard let events = try? compute(action, machine) else { return nil }
    let encoded = events.map { (event: $0, bytes: $0.canonicalBytes) }
    return encoded.allSatisfy { $0.bytes.count <= Replay.limits.bytes } ? encoded : nil
  }

  private mutating func append(_ bytes: [UInt8], at now: Timestamp) {
    entries.append(JournalEntry(sequence: nextSequence, time: now, bytes: bytes))
    nextSequence += 1
  }
}
