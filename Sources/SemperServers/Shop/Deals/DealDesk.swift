import Logging
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import Synchronization

/// All deals of a shop: opens them on valid orders, runs them, and knows the finished ones.
///
/// Nothing here has to survive: after a restart every unfinished deal goes on from its journal.
final class DealDesk: Sendable {
  private static let machineName = DealMachine.identity.name
  private static let finished = RecordTable("shop_finished_deals")
  private static let mostRemembered = 256

  private struct State {
    var open: [ID<Deal>: OpenDeal] = [:]
    var uncommitted = UncommittedDeals()
    /// Finished deals that were asked about lately, the latest last.
    var remembered: [(id: ID<Deal>, machine: DealMachine)] = []
  }

  let time: any TimeSource
  private let archive: any Archive
  private let workshop: DealWorkshop
  private let most: Int
  private let logger: Logger
  private let state = Mutex(State())
  private let begun: AsyncStream<OpenDeal>
  private let begin: AsyncStream<OpenDeal>.Continuation

  init(archive: any Archive, workshop: DealWorkshop, most: Int, time: any TimeSource, logger: Logger) {
    self.archive = archive
    self.workshop = workshop
    self.most = most
    self.time = time
    self.logger = logger
    (begun, begin) = AsyncStream.makeStream()
  }

  /// How many deals are under way.
  var openCount: Int { state.withLock { $0.open.count } }

  // MARK: Running

  /// Takes up all unfinished deals. To be called once, before `run`.
  func resume() async throws {
    for conversation in try await archive.journal.conversations(of: Self.machineName) {
      let id = try ID<Deal>(text: conversation.id)
      if try await archive.records.read({ try $0.value(id.bytes, in: Self.finished) }) != nil { continue }
      let machine = try await replayed(id)
      guard let record = machine.record, !machine.isFinished else { continue }
      start(try deal(id, offer: record.offer, opening: nil))
    }
  }

  /// Runs all deals until the task is cancelled; each goes on from its journal the next time.
  func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for await deal in begun {
        group.addTask { await self.run(deal) }
      }
    }
  }

  private func run(_ deal: OpenDeal) async {
    do {
      let machine = try await deal.run()
      let id = deal.id
      let now = await time.now()
      let sold = machine.record.flatMap { SoldDeal($0, ended: now) }
      try await archive.records.transact { transaction in
        try transaction.set([1], for: id.bytes, in: Self.finished)
        if let sold { try transaction.set(sold.canonicalBytes, for: id.bytes, in: SoldDeal.table) }
      }
      remember(machine, as: deal.id)
      logger.info("a deal has ended", metadata: ["end": "\(machine.end ?? "none")"])
    } catch is CancellationError {
      logger.debug("a deal waits for the next start")
    } catch {
      logger.error("a deal cannot go on; it is tried again at the next start", metadata: ["error": "\(error)"])
    }
    state.withLock { state in
      state.open[deal.id] = nil
      state.uncommitted.remove(deal.id)
    }
  }

  private func start(_ deal: OpenDeal) {
    state.withLock { $0.open[deal.id] = deal }
    begin.yield(deal)
  }

  // MARK: The owner

  /// What open deals ask the owner, the most urgent first.
  func steps() async -> [OpenStep] {
    var steps = [OpenStep]()
    for deal in state.withLock({ Array($0.open.values) }) {
      if let step = OpenStep(await deal.driver.machine) { steps.append(step) }
    }
    return steps.sorted { ($0.until, "\($0.deal)") < ($1.until, "\($1.deal)") }
  }

  /// Refuses a word to a deal that asks nothing, or something else.
  func say(_ word: StepWord, in id: ID<Deal>) async throws {
    let machine = try await openDeal(id).driver.machine
    guard let step = OpenStep(machine) else {
      throw Refusal(.tooLate, blame: .us, "this deal asks nothing now; “semper till steps” tells which ones do")
    }
    try await workshop.words.say(try step.taken(word, in: machine), in: id, turn: step.turn)
  }

  /// Refuses an exception that the terms do not give the seller now.
  func raise(_ exception: String, in id: ID<Deal>) async throws {
    let deal = try openDeal(id)
    guard await deal.driver.machine.exceptions.contains(exception) else {
      throw Refusal(
        .outsideTerms, blame: .us, "the terms have no exception “\(exception.prefix(64))” for the seller here")
    }
    try await deal.driver.submit(.raised(exception))
  }

  private func openDeal(_ id: ID<Deal>) throws(Refusal) -> OpenDeal {
    guard let deal = state.withLock({ $0.open[id] }) else {
      throw Refusal(.unknownDeal, blame: .us, "no such deal is under way here")
    }
    return deal
  }

  // MARK: Statements

  /// Takes a statement of the buyer's; the first one opens the deal.
  ///
  /// - Parameter source: where it came from.
  func receive(_ statement: SignedStatement, in id: ID<Deal>, from source: String) async throws {
    if let deal = state.withLock({ $0.open[id] }) {
      try await deal.receive(statement, time: time)
      return await noteCommitment(statement, in: deal)
    }
    if let machine = try await known(id) {
      return try await receive(statement, in: id, after: machine)
    }
    try await open(statement, as: id, from: source).receive(statement, time: time)
  }

  /// Once the buyer is bound, its deal makes room for nobody.
  private func noteCommitment(_ statement: SignedStatement, in deal: OpenDeal) async {
    guard statement.kind == .commitResponder || statement.kind == .commitOriginator,
      await deal.driver.current.machine.exchange?.commits != nil
    else { return }
    state.withLock { $0.uncommitted.remove(deal.id) }
  }

  private func receive(_ statement: SignedStatement, in id: ID<Deal>, after machine: DealMachine) async throws {
    if statement.kind == .order, machine.record?.order?.digest != statement.digest {
      throw Refusal(.idReused, blame: .peer, "the deal \(id) has begun with another order; draw another id")
    }
    switch try DealVerifier(machine).judge(statement, at: await time.now()) {
    case nil: return
    case .refused(let refusal, _): throw refusal
    case .opened, .received, .signed, .delivered, .turnedDown, .withdrawn, .decided, .chosen, .filled, .handed, .taken,
      .raised, .ruled, .exchange, .timePassed, .closed:
      throw Refusal(.tooLate, blame: .peer, "the deal has ended")
    }
  }

  private func open(
    _ statement: SignedStatement, as id: ID<Deal>, from source: String
  ) async throws -> OpenDeal {
    guard statement.kind == .order else {
      throw Refusal(.unknownDeal, blame: .peer, "there is no such deal here; it begins with an order")
    }
    let opening = try await workshop.opening(statement, as: id, now: await time.now())
    let deal = try deal(id, offer: opening.offer.journalled(as: Offer.self), opening: opening)
    enum Place {
      case taken(OpenDeal)
      case free
      case none(inTheWay: OpenDeal?)
    }
    let place = state.withLock { state -> Place in
      if let other = state.open[id] { return .taken(other) }
      guard state.open.count < most else {
        return .none(inTheWay: state.uncommitted.oldestInTheWay(of: source).flatMap { state.open[$0] })
      }
      state.open[id] = deal
      state.uncommitted.insert(id, from: source)
      return .free
    }
    switch place {
    case .taken(let other): return other
    case .free:
      begin.yield(deal)
      return deal
    case .none(let other):
      try await other?.driver.submit(.withdrawn(Self.crowded))
      throw Refusal(.overloaded, blame: .us, "too many deals are open here; order again in a moment")
    }
  }

  private static let crowded = Refusal(
    .overloaded, blame: .us,
    "there are more orders than places here, and most of them came from where this one came from")

  /// The shop's statements after so many, waiting for one until the deadline.
  func outbox(of id: ID<Deal>, after count: Int, until deadline: Timestamp) async throws -> [SignedStatement] {
    if let deal = state.withLock({ $0.open[id] }) {
      return try await deal.outbox(after: count, until: deadline, time: time)
    }
    return Array(try await record(of: id).outbox.dropFirst(count))
  }

  /// What a deal has come to, for whoever knows its id; refuses one that there is not, and one that is over for its buyer
  /// too.
  func record(of id: ID<Deal>) async throws -> DealRecord {
    if let deal = state.withLock({ $0.open[id] }), let record = await deal.driver.current.machine.record {
      return record
    }
    guard let record = try await known(id)?.record else {
      throw Refusal(.unknownDeal, blame: .peer, "there is no such deal here")
    }
    guard record.mayStillBeFetched(at: await time.now()) else {
      throw Refusal(.tooLate, blame: .peer, "the deal is over; nothing of it is handed out any more")
    }
    return record
  }

  /// A deal as it stands, under way or ended; `nil` for one that there is not.
  func machine(of id: ID<Deal>) async throws -> DealMachine? {
    if let deal = state.withLock({ $0.open[id] }) { return await deal.driver.machine }
    return try await known(id)
  }

  // MARK: Memory

  /// A deal that is not under way, from memory or from its journal.
  private func known(_ id: ID<Deal>) async throws -> DealMachine? {
    let remembered = state.withLock { state -> DealMachine? in
      guard let index = state.remembered.firstIndex(where: { $0.id == id }) else { return nil }
      let entry = state.remembered.remove(at: index)
      state.remembered.append(entry)
      return entry.machine
    }
    if let remembered { return remembered }
    let machine = try await replayed(id)
    guard machine.record != nil else { return nil }
    guard machine.isFinished else {
      // Its driver failed: only a restart takes it up again.
      throw Refusal(.unavailable, blame: .us, "the deal cannot go on at the moment; ask again later")
    }
    remember(machine, as: id)
    return machine
  }

  private func remember(_ machine: DealMachine, as id: ID<Deal>) {
    state.withLock { state in
      state.remembered.removeAll { $0.id == id }
      if state.remembered.count == Self.mostRemembered { state.remembered.removeFirst() }
      state.remembered.append((id, machine))
    }
  }

  private func replayed(_ id: ID<Deal>) async throws -> DealMachine {
    var machine = DealMachine()
    try Replay.restore(&machine, from: try await archive.journal.entries(of: DealArchive.conversation(id)))
    return machine
  }

  private func deal(_ id: ID<Deal>, offer: Offer, opening: DealOpening?) throws -> OpenDeal {
    let driving = Late<MachineDriver<DealMachine>>()
    let performer = try workshop.performer(id, offer: offer)
    let driver = DealArchive(archive).driver(
      of: DealArchive.conversation(id), time: time, logger: logger, performer: performer
    ) { try await driving.value.machine }
    driving.set(driver)
    return OpenDeal(
      id: id, driver: driver, driving: driving, opening: opening, requirements: workshop.requirements)
  }
}
