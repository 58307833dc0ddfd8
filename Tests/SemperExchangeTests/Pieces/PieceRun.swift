import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting
import Synchronization

/// Both sides of one exchange piece for piece, act by act, with a journal for each.
struct PieceRun: Sendable {
  /// Letters on their way to one side.
  final class Post: ExchangeLink {
    private let letters = Mutex<[SignedStatement]>([])

    func send(_ statement: SignedStatement) async throws { letters.withLock { $0.append(statement) } }
    var count: Int { letters.withLock(\.count) }

    func take(at index: Int = 0, isKept: Bool = false) -> SignedStatement? {
      letters.withLock { letters in
        guard letters.indices.contains(index) else { return nil }
        return isKept ? letters[index] : letters.remove(at: index)
      }
    }
  }

  struct Entry: Sendable {
    let event: PieceEvent
    let time: Timestamp
  }

  let stage: PieceStage
  let time: VirtualTime
  let clocks: [ExchangeRole: LeapingClock]
  let posts: [ExchangeRole: Post] = [.originator: Post(), .responder: Post()]
  private(set) var machines: [ExchangeRole: PieceMachine] = [:]
  private(set) var journals: [ExchangeRole: [Entry]] = [:]
  /// After how many messages a side says nothing more; it still takes what comes.
  var silentAfter: [ExchangeRole: Int] = [:]
  private var sent: [ExchangeRole: Set<Digest>] = [:]

  init(_ stage: PieceStage) throws {
    self.stage = stage
    time = VirtualTime(now: PieceStage.start)
    clocks = [.originator: LeapingClock(time), .responder: LeapingClock(time)]
    for role in ExchangeRole.allCases { machines[role] = try stage.machine(role) }
  }

  /// What a side's clock shows.
  func now(_ role: ExchangeRole) -> Timestamp { clocks[role]?.now() ?? time.now() }
  func isSilent(_ role: ExchangeRole) -> Bool { silentAfter[role].map { (sent[role]?.count ?? 0) >= $0 } ?? false }
  func isRunning(_ role: ExchangeRole) -> Bool { machines[role]?.isFinished == false }
  func events(of role: ExchangeRole) -> [PieceEvent] { (journals[role] ?? []).map(\.event) }
  func outcome(_ role: ExchangeRole) -> PieceOutcome? { machines[role]?.outcome }

  func bundle(of role: ExchangeRole) throws -> PieceBundle {
    let made = try PieceBundle(stage.side(role), events: events(of: role))
    return try PieceBundle(canonicalBytes: made.canonicalBytes, limits: PieceBundle.limits)
  }

  /// Runs both to their ends, or as long as one can go on. Time passes when nothing else can happen.
  mutating func run() async throws {
    for _ in 0..<400 where try await !move() { return }
  }

  /// The next thing that can happen; false when nothing can any more.
  mutating func move() async throws -> Bool {
    if try await step() { return true }
    let waits = ExchangeRole.allCases.filter(isRunning).flatMap { role in
      (machines[role]?.outstandingActions ?? []).compactMap { action -> Timestamp? in
        if case .wait(let until) = action { clocks[role]?.moment(of: until) } else { nil }
      }
    }
    guard let next = waits.min(), next > time.now() else { return false }
    time.advance(to: next)
    return true
  }

  private mutating func step() async throws -> Bool {
    for role in ExchangeRole.allCases where isRunning(role) {
      if let letter = posts[role]?.take() {
        // What has no place there is refused, and its sender has not been heard.
        do throws(Refusal) { try deliver(letter, to: role) } catch { return true }
        return true
      }
      for action in machines[role]?.outstandingActions ?? [] where isDue(action, role) {
        for event in try await perform(action, role) { take(event, role) }
        return true
      }
    }
    return false
  }

  private func isDue(_ action: PieceAction, _ role: ExchangeRole) -> Bool {
    switch action {
    case .wait(let until): until <= now(role)
    case .send(let statement): !isSilent(role) && sent[role]?.contains(statement.digest) != true
    case .lock, .sign, .fetch, .check: true
    }
  }

  mutating func perform(_ action: PieceAction, _ role: ExchangeRole) async throws -> [PieceEvent] {
    guard let machine = machines[role], let post = posts[role.peer] else { return [] }
    if case .send(let statement) = action { sent[role, default: []].insert(statement.digest) }
    let time = clocks[role] ?? LeapingClock(time)
    return try await stage.performer(role, peer: post, time: time).perform(action, of: machine)
  }

  mutating func deliver(_ letter: SignedStatement, to role: ExchangeRole) throws(Refusal) {
    if let event = try machines[role]?.event(for: letter) { take(event, role) }
  }

  mutating func take(_ event: PieceEvent, _ role: ExchangeRole) {
    let now = now(role)
    journals[role, default: []].append(Entry(event: event, time: now))
    _ = machines[role]?.handle(event, at: now)
  }

  /// A process dies and comes back with nothing but its journal's bytes. Returns whether it is the machine that it was.
  mutating func restart(_ role: ExchangeRole) throws -> Bool {
    guard let machine = machines[role] else { return true }
    let side = try ExchangeSide(canonicalBytes: machine.side.canonicalBytes, limits: PieceBundle.limits)
    var replayed = PieceMachine(side, at: PieceStage.start)
    for entry in journals[role] ?? [] {
      _ = replayed.handle(
        try PieceEvent(canonicalBytes: entry.event.canonicalBytes, limits: PieceBundle.limits), at: entry.time)
    }
    let isSame = replayed == machine
    machines[role] = replayed
    return isSame
  }
}
