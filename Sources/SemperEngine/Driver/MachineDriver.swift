public import Logging
import SemperCoding
import SemperModel

/// Runs one conversation: the only place where its machine meets time, I/O and concurrency.
///
/// One event at a time, in this order: the event is made durable with its number, the machine handles it, the actions
/// start. An action runs as a task of its own and comes back as events, so a slow bank cannot hold up a deadline. An
/// action that fails is tried again for as long as the machine calls it outstanding, and one that is outstanding no more
/// is cancelled. A restart replays the journal and performs what is outstanding: starting and restarting are the same.
public actor MachineDriver<Machine: ProtocolMachine> {
  public typealias Perform = @Sendable (Machine.Action) async throws -> [Machine.Event]

  private struct Running {
    let task: Task<Void, Never>
    /// Whether the machine has called it outstanding, so that it may be cancelled when it no longer does.
    var owed: Bool
  }

  private struct Envelope {
    let event: Machine.Event
    let done: CheckedContinuation<Void, any Error>?
  }

  private let conversation: ConversationID
  private let journal: any Journal
  private let time: any TimeSource
  private let retry: RetryPolicy
  private let logger: Logger
  private let perform: Perform
  private let capacity: Int

  public private(set) var machine: Machine
  private var nextSequence = 0
  private var running: [Machine.Action: Running] = [:]
  private var inbox: [Envelope] = []
  private var wakeUp: CheckedContinuation<Void, Never>?
  private var ended = false

  /// - Parameters:
  ///   - machine: the machine before its first event.
  ///   - capacity: how many events may wait; one more is refused with `overloaded`.
  ///   - perform: does one action and returns what came of it; must bear repetition. What it throws is a failure, not a
  ///     refusal: it is logged and tried again.
  public init(
    _ machine: Machine, conversation: ConversationID, journal: any Journal, time: any TimeSource,
    retry: RetryPolicy = RetryPolicy(), capacity: Int = 256, logger: Logger, perform: @escaping Perform
  ) {
    self.machine = machine
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

  /// Replays the journal and runs until the machine is finished. Returns the finished machine.
  ///
  /// Throws when the journal cannot be read or written, also on a conflict (another process runs this conversation), and
  /// `CancellationError` when cancelled; the conversation can be run again later from its journal.
  public func run() async throws -> Machine {
    defer { stop() }
    try await restore()
    start(machine.outstandingActions)
    while !machine.isFinished {
      try Task.checkCancellation()
      guard !inbox.isEmpty else {
        await nextArrival()
        continue
      }
      try await take(inbox.removeFirst())
    }
    return machine
  }

  /// Hands over an event from outside. Returns when it is durable and handled.
  ///
  /// Throws `Refusal(overloaded)` when too many events wait, and `CancellationError` when the conversation ends first.
  public func submit(_ event: Machine.Event) async throws {
    guard !ended else { throw CancellationError() }
    guard inbox.count < capacity else {
      throw Refusal(.overloaded, blame: .us, "too many messages wait in this conversation; send it again later")
    }
    try await withCheckedThrowingContinuation { done in
      inbox.append(Envelope(event: event, done: done))
      wake()
    }
  }

  private func restore() async throws {
    let entries = try await journal.entries(of: conversation)
    try Replay.restore(&machine, from: entries)
    nextSequence = entries.count
    if entries.isEmpty {
      try await append(JournalHeader(machine: Machine.identity).canonicalBytes, at: await time.now())
    }
  }

  private func append(_ bytes: [UInt8], at now: Timestamp) async throws {
    try await journal.append(JournalEntry(sequence: nextSequence, time: now, bytes: bytes), to: conversation)
    nextSequence += 1
  }

  private func take(_ envelope: Envelope) async throws {
    do {
      let now = await time.now()
      try await append(envelope.event.canonicalBytes, at: now)
      let actions = machine.handle(envelope.event, at: now)
      envelope.done?.resume()
      settle(actions)
    } catch {
      envelope.done?.resume(throwing: error)
      throw error
    }
  }

  /// Cancels what is owed no more, then starts what is new.
  private func settle(_ actions: [Machine.Action]) {
    let outstanding = Set(machine.outstandingActions)
    for action in Array(running.keys) {
      if outstanding.contains(action) {
        running[action]?.owed = true
      } else if running[action]?.owed == true {
        running.removeValue(forKey: action)?.task.cancel()
      }
    }
    start(actions)
  }

  private func start(_ actions: [Machine.Action]) {
    let outstanding = Set(machine.outstandingActions)
    for action in actions where running[action] == nil {
      let task = Task { [weak self] in await self?.carryOut(action) ?? () }
      running[action] = Running(task: task, owed: outstanding.contains(action))
    }
  }

  private func carryOut(_ action: Machine.Action) async {
    var failures = 0
    while !Task.isCancelled {
      do {
        let events = try await perform(action)
        guard !Task.isCancelled else { return }
        running.removeValue(forKey: action)
        inbox.append(contentsOf: events.map { Envelope(event: $0, done: nil) })
        if !events.isEmpty { wake() }
        return
      } catch is CancellationError {
        return
      } catch {
        failures += 1
        logger.debug("an action failed and will be tried again", metadata: ["error": "\(error)"])
        guard machine.outstandingActions.contains(action) else { break }
        let pause = await time.now().advanced(by: retry.delay(afterFailures: failures))
        guard (try? await time.wait(until: pause)) != nil else { return }
      }
    }
    if !Task.isCancelled { running.removeValue(forKey: action) }
  }

  private func nextArrival() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if inbox.isEmpty && !Task.isCancelled {
          wakeUp = continuation
        } else {
          continuation.resume()
        }
      }
    } onCancel: {
      Task { await self.wake() }
    }
  }

  private func wake() {
    wakeUp?.resume()
    wakeUp = nil
  }

  private func stop() {
    ended = true
    for action in running.values { action.task.cancel() }
    running.removeAll()
    for envelope in inbox { envelope.done?.resume(throwing: CancellationError()) }
    inbox.removeAll()
  }
}
