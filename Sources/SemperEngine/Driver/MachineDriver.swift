public import Logging
import SemperCoding
import SemperModel

/// Runs one conversation: the only place where its machine meets time, I/O and concurrency.
///
/// One step at a time, in this order: a copy of the machine handles the event and what follows from it by computing alone,
/// all of that is made durable at once, the copy takes the machine's place, the other actions start. So nothing leaves the
/// process, and nobody sees the machine, before what led there is durable. An action runs as a task of its own and comes back as events, so a slow bank cannot hold up a deadline. An
/// action that fails is tried again for as long as the machine calls it outstanding, and one that is outstanding no
/// more is cancelled. A restart replays the journal and performs what is outstanding: starting and restarting are the
/// same.
///
/// A driver runs once; another run of the conversation takes another driver.
public actor MachineDriver<Machine: ProtocolMachine> {
  public typealias Perform = @Sendable (Machine.Action) async throws -> [Machine.Event]
  /// What an action comes to by computing alone: no I/O, no waiting, nobody asked. `nil` for every other action, which is
  /// then performed. It gets the machine as it is after the events so far, which are not durable yet.
  public typealias Compute = @Sendable (Machine.Action, Machine) throws -> [Machine.Event]?
  /// Makes entries durable, and with them what belongs beside them; told the machine before and after.
  public typealias Store = @Sendable ([JournalEntry], _ before: Machine, _ after: Machine) async throws -> Void

  private struct Running {
    let id: Int
    let action: Machine.Action
    let task: Task<Void, Never>
    /// Whether the machine has called it outstanding, so that it may be cancelled when it no longer does.
    var owed: Bool
  }

  private struct Envelope {
    let event: Machine.Event
    let bytes: [UInt8]
    /// The only revision of the machine for which it was meant.
    var revision: Int?
    /// Told whether the event was handled.
    var done: CheckedContinuation<Bool, any Error>?
  }

  private let conversation: ConversationID
  private let journal: any Journal
  private let time: any TimeSource
  private let retry: RetryPolicy
  private let logger: Logger
  private let perform: Perform
  private let store: Store
  private let capacity: Int
  private let doorbell = Doorbell()

  /// The machine as the durable entries of its journal made it.
  public private(set) var machine: Machine
  /// What has been handled on the way to the next durable machine.
  private var step: DriverStep<Machine>
  /// How many journal entries made the machine what it is.
  private var revision = 0
  private let watchers = Watchers()
  /// In the order in which they began, so that two runs with the same events do the same.
  private var running: [Running] = []
  /// Cancelled, but not yet at their end.
  private var ending: [Int: Task<Void, Never>] = [:]
  private var nextID = 0
  private var inbox: [Envelope] = []
  private var started = false
  private var halted = false
  private var ended = false

  /// - Parameters:
  ///   - machine: the machine before its first event.
  ///   - capacity: how many events may wait; one more is refused with `overloaded`.
  ///   - store: by default appends to the journal and does nothing else.
  ///   - compute: by default nothing is computed.
  ///   - perform: does one action and returns what came of it; must bear repetition and end soon after its task is
  ///     cancelled. What it throws is a failure, not a refusal: it is logged and tried again.
  public init(
    _ machine: Machine, conversation: ConversationID, journal: any Journal, time: any TimeSource,
    retry: RetryPolicy = RetryPolicy(), capacity: Int = 256, logger: Logger, store: Store? = nil,
    compute: @escaping Compute = { _, _ in nil }, perform: @escaping Perform
  ) {
    self.machine = machine
    step = DriverStep(machine, after: 0, compute)
    self.store = store ?? { entries, _, _ in try await journal.append(entries, to: conversation) }
    self.conversation = conversation
    self.journal = journal
    self.time = time
    self.retry = retry
    self.capacity = capacity
    self.perform = perform
    var logger = logger
    logger[metadataKey: "conversation"] = "\(conversation)"
    self.logger = logger
  }

  /// Replays the journal and runs until the machine is finished. Returns the finished machine; by then no action runs.
  ///
  /// Throws when the journal cannot be read or written, also on a conflict (another process runs this conversation),
  /// and `CancellationError` when cancelled; the conversation can be run again later from its journal.
  public func run() async throws -> Machine {
    precondition(!started, "a driver runs once")
    started = true
    do {
      // Whoever is cancelled before it begins reads and begins nothing, and leaves nobody waiting.
      try Task.checkCancellation()
      try await runToEnd()
    } catch {
      await stop()
      throw error
    }
    await stop()
    return machine
  }

  /// Lets the conversation rest: `run` ends with `CancellationError`, as if it had been cancelled, between two events. What waits to
  /// be handled is not, and whoever has handed it over is told so.
  public func halt() {
    halted = true
    doorbell.ring()
  }

  /// Hands over an event from outside. Returns when it is durable and handled.
  ///
  /// Throws `Refusal(overloaded)` when too many events wait, `Refusal(tooLarge)` for an event that could not be read
  /// back, `CancellationError` when the conversation ends first, and what the journal throws.
  public func submit(_ event: Machine.Event) async throws {
    _ = try await enqueue(event, revision: nil)
  }

  /// Hands over an event that was judged on the machine of a certain revision. Returns `false`, and nothing has happened,
  /// when another event came first: then the machine has to be looked at again.
  ///
  /// Throws what `submit(_:)` throws.
  public func submit(_ event: Machine.Event, ifStill revision: Int) async throws -> Bool {
    try await enqueue(event, revision: revision)
  }

  /// The machine with the number of journal entries that made it what it is; 0 before the journal has been replayed and as
  /// long as it is empty.
  public var current: (machine: Machine, revision: Int) { (machine, revision) }

  /// Returns when the machine is no longer of this revision. Throws `CancellationError` when the conversation has ended
  /// without another change, and when the waiting task is cancelled.
  public func change(after revision: Int) async throws {
    while true {
      let wakings = watchers.wakings
      guard self.revision == revision else { return }
      guard !ended else { throw CancellationError() }
      try await watchers.wait(after: wakings)
    }
  }

  private func enqueue(_ event: Machine.Event, revision: Int?) async throws -> Bool {
    let bytes = event.canonicalBytes
    guard bytes.count <= Replay.limits.bytes else {
      throw Refusal(.tooLarge, blame: .undetermined, "an event of \(bytes.count) bytes is too large for a journal")
    }
    guard !ended else { throw CancellationError() }
    guard inbox.count < capacity else {
      throw Refusal(.overloaded, blame: .us, "too many messages wait in this conversation; send it again later")
    }
    return try await withCheckedThrowingContinuation { done in
      inbox.append(Envelope(event: event, bytes: bytes, revision: revision, done: done))
      doorbell.ring()
    }
  }

  private func runToEnd() async throws {
    try await restore()
    while !machine.isFinished {
      try Task.checkCancellation()
      if halted { throw CancellationError() }
      guard !inbox.isEmpty else {
        await doorbell.wait()
        continue
      }
      try await take(inbox.removeFirst())
    }
  }

  private func restore() async throws {
    let entries = try await journal.entries(of: conversation)
    try Replay.restore(&machine, from: entries)
    revision = entries.count
    step = step.next(after: machine, revision)
    let now = await time.now()
    if entries.isEmpty { step.begin(at: now) }
    step.follow(machine.outstandingActions, at: now)
    if !step.actions.isEmpty || step.hasEvents {
      try await commit()
    } else {
      // A header alone waits for the first event.
      watchers.wake()
    }
  }

  private func take(_ envelope: Envelope) async throws {
    do {
      if let expected = envelope.revision {
        // It was judged on the durable machine, which lacks what waits.
        if step.hasEvents { try await commit() }
        guard expected == revision else {
          envelope.done?.resume(returning: false)
          return
        }
      }
      step.take(envelope.event, envelope.bytes, at: await time.now())
      // A submitter is told that the event is durable.
      if envelope.done != nil || step.isUrgent { try await commit() }
      envelope.done?.resume(returning: true)
    } catch {
      envelope.done?.resume(throwing: error)
      throw error
    }
  }

  /// Makes the step durable, then begins what it leads to.
  private func commit() async throws {
    let done = step
    if !done.entries.isEmpty { try await store(done.entries, machine, done.machine) }
    machine = done.machine
    revision += done.entries.count
    step = done.next(after: machine, revision)
    settle(done.owed)
    watchers.wake()
  }

  /// Cancels what is owed no more, then starts what is new.
  private func settle(_ actions: [Machine.Action]) {
    let outstanding = Set(machine.outstandingActions)
    for index in running.indices.reversed() {
      if outstanding.contains(running[index].action) {
        running[index].owed = true
      } else if running[index].owed {
        let stopped = running.remove(at: index)
        stopped.task.cancel()
        ending[stopped.id] = stopped.task
      }
    }
    start(actions)
  }

  private func start(_ actions: [Machine.Action]) {
    let outstanding = Set(machine.outstandingActions)
    for action in actions where !running.contains(where: { $0.action == action }) {
      nextID += 1
      let id = nextID
      let task = Task(executorPreference: ActionExecutor.current) { await self.carryOut(action, id) }
      running.append(Running(id: id, action: action, task: task, owed: outstanding.contains(action)))
    }
  }

  private func carryOut(_ action: Machine.Action, _ id: Int) async {
    defer { ending[id] = nil }
    var failures = 0
    while !Task.isCancelled {
      do {
        let events = try await perform(action)
        guard !Task.isCancelled else { return }
        return try finish(action, with: events)
      } catch {
        // A cancellation that is not ours (the other side's conversation ended) is a failure like any other.
        guard !Task.isCancelled else { return }
        failures += 1
        logger.debug("an action failed and will be tried again", metadata: ["error": "\(error)"])
        guard machine.outstandingActions.contains(action) else { return forget(action) }
        let pause = await time.now().advanced(by: retry.delay(afterFailures: failures))
        guard (try? await time.wait(until: pause)) != nil else { return }
      }
    }
  }

  private func finish(_ action: Machine.Action, with events: [Machine.Event]) throws {
    let envelopes = events.map { Envelope(event: $0, bytes: $0.canonicalBytes) }
    guard envelopes.allSatisfy({ $0.bytes.count <= Replay.limits.bytes }) else {
      throw Refusal(.tooLarge, blame: .us, "an action gave an event that is too large for a journal")
    }
    forget(action)
    inbox.append(contentsOf: envelopes)
    if !envelopes.isEmpty { doorbell.ring() }
  }

  private func forget(_ action: Machine.Action) { running.removeAll { $0.action == action } }

  /// Lets nobody wait for a conversation that has ended, then waits until its actions have seen that they are
  /// cancelled.
  private func stop() async {
    ended = true
    watchers.wake()
    for envelope in inbox { envelope.done?.resume(throwing: CancellationError()) }
    inbox.removeAll()
    let tasks = running.map(\.task) + ending.values
    running.removeAll()
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }
}
