import Logging
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import Synchronization

/// All deals of a shop: opens them on valid orders, runs them, lets those rest that wait for somebody, and knows the finished ones.
///
/// Nothing here has to survive: after a restart every unfinished deal goes on from its journal, at once or when it is woken.
final class DealDesk: Sendable {
  private static let machineName = DealMachine.identity.name
  private static let mostRemembered = 256

  private struct State {
    /// Finished deals that were asked about lately, the latest last.
    var remembered: [(id: ID<Deal>, machine: DealMachine)] = []
  }

  let time: any TimeSource
  let index: DealIndex
  let places: DealPlaces
  let workshop: DealWorkshop
  let logger: Logger
  /// How long nobody has asked for a deal that is laid down.
  let idle: Span
  /// Told when another deal has begun to rest.
  let due = Watchers()
  private let archive: any Archive
  private let state = Mutex(State())
  private let begun: AsyncStream<OpenDeal>
  private let begin: AsyncStream<OpenDeal>.Continuation

  /// - Parameters:
  ///   - most: how many may be in memory at a time.
  ///   - idle: after which a deal that rests is laid down.
  init(
    archive: any Archive, workshop: DealWorkshop, most: Int, idle: Span, time: any TimeSource, logger: Logger
  ) {
    self.archive = archive
    self.workshop = workshop
    // With nothing to wait for, looking for deals to lay down would keep a processor busy.
    self.idle = Span(seconds: max(1, idle.seconds))
    self.time = time
    index = DealIndex(records: archive.records)
    places = DealPlaces(most: most)
    self.logger = logger
    (begun, begin) = AsyncStream.makeStream()
  }

  // MARK: Running

  /// Takes up all deals that were running. To be called once, before `run`.
  func resume() async throws {
    for id in try await index.all(in: archive.journal, machine: Self.machineName) {
      let machine = try await replayed(id)
      guard let record = machine.record else { continue }
      if machine.isFinished {
        try await finish(machine)
      } else {
        start(try deal(id, offer: record.offer, opening: nil))
      }
    }
  }

  /// Runs all deals until the task is cancelled; each goes on from its journal the next time.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.wakeInTime() }
      group.addTask { try await self.layDownUnused() }
      group.addTask {
        await withDiscardingTaskGroup { deals in
          for await deal in self.begun { deals.addTask { await self.run(deal) } }
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private func run(_ deal: OpenDeal) async {
    do {
      try await finish(try await deal.run())
    } catch is CancellationError {
      if places.isLeaving(deal.id), !Task.isCancelled { return await layDown(deal) }
      logger.debug("a deal waits for the next start")
    } catch {
      logger.error("a deal cannot go on; it is tried again at the next start", metadata: ["error": "\(error)"])
    }
    places.remove(deal.id)
  }

  private func finish(_ machine: DealMachine) async throws {
    guard let record = machine.record else { return }
    try await index.finish(record.opening.deal, sold: SoldDeal(record, ended: await time.now()))
    remember(machine, as: record.opening.deal)
    logger.info("a deal has ended", metadata: ["end": "\(machine.end ?? "none")"])
  }

  func start(_ deal: OpenDeal) {
    places.run(deal)
    begin.yield(deal)
  }

  // MARK: Statements

  /// Takes a statement of the buyer's; the first one opens the deal.
  ///
  /// - Parameter source: where it came from.
  func receive(_ statement: SignedStatement, in id: ID<Deal>, from source: String) async throws {
    let isTaken: Void? = try await within(id) { deal in
      try await deal.receive(statement, time: time)
      await noteCommitment(statement, in: deal)
    }
    if isTaken != nil { return }
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
    places.commit(deal.id)
  }

  private func receive(_ statement: SignedStatement, in id: ID<Deal>, after machine: DealMachine) async throws {
    if statement.kind == .order, machine.record?.order?.digest != statement.digest {
      throw Refusal(.idReused, blame: .peer, "the deal \(id) has begun with another order; draw another id")
    }
    switch try DealVerifier(machine).judge(statement, at: await time.now()) {
    case nil: return
    // That its time is over, or that no step is left, is only how it shows that the deal has ended.
    case .refused(let refusal, _)
    where [.tooLate, .outsideTerms].contains(refusal.code) && machine.record?.course != nil:
      throw Self.over(machine, blame: .peer) ?? refusal
    case .refused(let refusal, _): throw refusal
    case .opened, .received, .signed, .delivered, .turnedDown, .withdrawn, .decided, .chosen, .filled, .handed, .taken,
      .raised, .ruled, .exchange, .timePassed, .closed:
      throw Self.over(machine, blame: .peer) ?? Self.ended
    }
  }

  private static let ended = Refusal(.dealEnded, blame: .peer, "the deal has ended")

  private func open(
    _ statement: SignedStatement, as id: ID<Deal>, from source: String
  ) async throws -> OpenDeal {
    guard statement.kind == .order else {
      throw Refusal(.unknownDeal, blame: .peer, "there is no such deal here; it begins with an order")
    }
    let opening = try await workshop.opening(statement, as: id, now: await time.now())
    let deal = try deal(id, offer: opening.offer.journalled(as: Offer.self), opening: opening)
    var entry = places.add(deal, from: source)
    if case .full = entry, try await makeRoom() { entry = places.add(deal, from: source) }
    switch entry {
    case .placed:
      begin.yield(deal)
      return deal
    case .present:
      guard let other = try await awake(id) else {
        throw Self.ended
      }
      return other
    case .full(let other):
      try await other?.driver.submit(.withdrawn(Self.crowded))
      throw Refusal(.overloaded, blame: .us, "too many deals are open here; order again in a moment")
    }
  }

  private static let crowded = Refusal(
    .overloaded, blame: .us,
    "there are more orders than places here, and most of them came from where this one came from")

  /// The shop's statements after so many, waiting for one until the deadline.
  func outbox(of id: ID<Deal>, after count: Int, until deadline: Timestamp) async throws -> [SignedStatement] {
    let news = try await within(id) { deal in
      let news = try await places.expectNews(of: id) {
        try await deal.outbox(after: count, until: deadline, time: time)
      }
      _ = places.find(id, at: await time.now())
      return news
    }
    if let news { return news }
    return Array(try await record(of: id).outbox.dropFirst(count))
  }

  /// What a deal has come to, for whoever knows its id; refuses one that there is not, and one that is over for its buyer
  /// too.
  func record(of id: ID<Deal>) async throws -> DealRecord {
    if let record = try await awake(id)?.driver.machine.record { return record }
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
    if let deal = try await awake(id) { return await deal.driver.machine }
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

  func replayed(_ id: ID<Deal>) async throws -> DealMachine {
    var machine = DealMachine()
    try Replay.restore(&machine, from: try await archive.journal.entries(of: DealArchive.conversation(id)))
    return machine
  }

  func deal(_ id: ID<Deal>, offer: Offer, opening: DealOpening?) throws -> OpenDeal {
    let driving = Late<MachineDriver<DealMachine>>()
    let performer = try workshop.performer(id, offer: offer)
    let driver = DealArchive(archive).driver(
      of: DealArchive.conversation(id), time: time, logger: logger, performer: performer,
      beside: { transaction, before, _ in
        if before.record == nil { try DealIndex.run(id, transaction) }
      }, current: { try await driving.value.machine })
    driving.set(driver)
    return OpenDeal(
      id: id, offer: offer, driver: driver, driving: driving, opening: opening, requirements: workshop.requirements)
  }
}
