import Foundation
import Logging
import SemperArchive
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import SemperTesting
import Synchronization

/// Both sides of one deal with everything between them, in one process.
final class DealWorld: Sendable {
  struct Unreachable: Error {}

  private struct State {
    var seller: MachineDriver<DealMachine>?
    var buyer: MachineDriver<DealMachine>?
    var witness: (@Sendable (SignedStatement, DealSide, DealMachine) -> Void)?
    var arbiter: Arbiter?
    var sealers: [SemperModel.Digest: ContentSealer] = [:]
    var machines: [DealSide: DealMachine] = [:]
    var archives: [DealSide: InMemoryArchive] = [:]
    var exchangeBegan: [String: Int] = [:]
  }

  let fair: Fair
  let trouble: Trouble
  let time: VirtualTime
  let ledger: any WorldLedger
  let directory: String
  private let state = Mutex(State())

  init(_ fair: Fair, _ trouble: Trouble = Trouble(), time: VirtualTime, mint: MintLedger? = nil) {
    self.fair = fair
    self.trouble = trouble
    self.time = time
    ledger = mint ?? BookLedger(fair, funds: trouble.funds, time: time)
    directory = fair.place["world-" + UUID().uuidString]
  }

  func openArbiter(_ archive: InMemoryArchive) {
    let arbiter = Arbiter(
      records: archive.records, signingKey: fair.arbiterKey, sealingKey: fair.arbiterSeal, epoch: 1,
      policy: Fair.policy, data: TestDataStore())
    state.withLock { $0.arbiter = arbiter }
  }

  /// Runs one side from wherever its archive says it is until its deal has ended.
  ///
  /// - Parameters:
  ///   - judgement: decides for the side; by default whatever the trouble says.
  ///   - beside: what its owner does meanwhile.
  func live(
    _ side: DealSide, _ archive: InMemoryArchive, judgement: (any DealJudgement)? = nil, means: (any StepMeans)? = nil,
    beside: @escaping @Sendable (MachineDriver<DealMachine>) async throws -> Void = { _ in }
  ) async throws {
    let conversation = ConversationID(machine: "deal", id: side.rawValue)
    let isNew = try await archive.journal.entries(of: conversation).count < 2
    let performer = performer(side, archive, try await ledger.open(side, archive), judgement, means)
    let holder = Mutex<MachineDriver<DealMachine>?>(nil)
    let driver = DealArchive(archive).driver(
      of: conversation, time: time, retry: RetryPolicy(first: Span(seconds: 20), longest: Span(seconds: 120)),
      logger: Logger(label: side.rawValue) { _ in SwiftLogNoOpLogHandler() }, performer: performer
    ) {
      guard let driver = holder.withLock({ $0 }) else { throw Unreachable() }
      let machine = await driver.machine
      if machine.exchange != nil { self.beginExchange(side, archive) }
      return machine
    }
    holder.withLock { $0 = driver }
    state.withLock { state in
      if side == .seller { state.seller = driver } else { state.buyer = driver }
      state.archives[side] = archive
    }
    let opening = fair.opening(side)
    let ended = try await withThrowingTaskGroup(of: DealMachine?.self) { group in
      group.addTask { try await driver.run() }
      group.addTask {
        try await beside(driver)
        return nil
      }
      if isNew {
        group.addTask {
          try await driver.submit(.opened(opening))
          return nil
        }
      }
      var machine: DealMachine?
      for try await result in group { machine = result ?? machine }
      return machine
    }
    holder.withLock { $0 = nil }
    state.withLock { $0.machines[side] = ended }
  }

  private func beginExchange(_ side: DealSide, _ archive: InMemoryArchive) {
    let writes = archive.writes.count
    state.withLock { $0.exchangeBegan[side.rawValue] = min($0.exchangeBegan[side.rawValue] ?? writes, writes) }
  }

  private func performer(
    _ side: DealSide, _ archive: InMemoryArchive, _ money: DealMoney, _ judgement: (any DealJudgement)?,
    _ means: (any StepMeans)?
  ) -> DealPerformer {
    let isBuyer = side == .buyer
    let keys = DealKeys(
      signing: isBuyer ? fair.buyerKey : fair.sellerKey, reply: isBuyer ? fair.buyerReply : fair.sellerReply)
    return DealPerformer(
      keys: keys, peer: isBuyer ? self : nil, arbiter: self, money: money,
      source: isBuyer ? nil : self, sink: isBuyer ? self : nil, means: means,
      judgement: judgement
        ?? TestJudgement(refusing: trouble.dissatisfied[side], thinking: trouble.thinking[side], time: time),
      evidence: archive.evidence, time: time)
  }

  /// Sees each statement just before the side that it is for, with what that side has come to.
  var witness: (@Sendable (SignedStatement, DealSide, DealMachine) -> Void)? {
    get { state.withLock(\.witness) }
    set { state.withLock { $0.witness = newValue } }
  }

  func machine(_ side: DealSide) -> DealMachine? { state.withLock { $0.machines[side] } }
  func archive(_ side: DealSide) -> InMemoryArchive? { state.withLock { $0.archives[side] } }

  /// How many durable writes each side had made when its exchange began.
  var exchangeBegan: [String: Int] { state.withLock(\.exchangeBegan) }

  /// The bundle that a side can show.
  func bundle(_ side: DealSide) async throws -> EvidenceBundle {
    let items = try await archive(side)?.evidence.items(of: fair.deal) ?? []
    return try EvidenceBundle(deal: fair.deal, items: items, roles: fair.roles)
  }

  var hasGoods: Bool {
    let path = directory + "/bought/lesson.txt"
    return FileManager.default.contents(atPath: path)
      == FileManager.default.contents(atPath: fair.place["good/lesson.txt"])
  }
}

extension DealWorld: PeerLink {
  func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws {
    guard !trouble.lostToSeller.contains(statement.kind), let seller = state.withLock({ $0.seller }) else {
      throw Unreachable()
    }
    guard !trouble.turnedDown.contains(statement.kind) else {
      throw Refusal(.notAsOffered, blame: .peer, "we do not sell that")
    }
    let machine = await seller.machine
    witness?(statement, .buyer, machine)
    guard let event = try DealVerifier(machine).judge(statement, at: time.now()) else { return }
    guard !machine.isFinished else { throw Refusal(.tooLate, blame: .peer, "the deal has ended") }
    try await seller.submit(event)
  }

  func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement] {
    guard let seller = state.withLock({ $0.seller }) else { throw Unreachable() }
    let outbox = await seller.machine.record?.outbox ?? []
    let new = Array(outbox.prefix { !trouble.lostToBuyer.contains($0.kind) }.dropFirst(count))
    if let next = new.first, let buyer = await state.withLock({ $0.buyer })?.machine { witness?(next, .seller, buyer) }
    return new
  }
}

extension DealWorld: ArbiterLink {
  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    guard time.now() >= Fair.start.advanced(by: Span(seconds: trouble.arbiterAway)),
      let arbiter = state.withLock({ $0.arbiter })
    else { throw Unreachable() }
    return try await arbiter.answer(statement, at: time.now())
  }
}

extension DealWorld: GoodsSource, GoodsSink {
  /// Where what arrives in one exchange lies before it is opened.
  private func sealed(_ exchange: SemperModel.Digest) -> String {
    directory + "/sealed-" + exchange.description.prefix(16)
  }

  func locked(
    _ content: ContentDescription, exchange: SemperModel.Digest, opening: ItemOpening
  ) async throws -> LockedData {
    let sealer = ContentSealer(trouble.badGoods ? fair.bad : fair.good, opening: opening, exchange: exchange)
    let locked = try await sealer.lockedData(workers: 1)
    state.withLock { $0.sealers[exchange] = sealer }
    return locked
  }

  func fetch(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: SemperModel.Digest
  ) async throws {
    guard let sealer = state.withLock({ $0.sealers[exchange] }) else { throw Unreachable() }
    if trouble.download > 0 { try await time.wait(until: time.now().advanced(by: Span(seconds: trouble.download))) }
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var delivery = try await PartialDelivery(at: sealed(exchange), content: content, locked: locked)
    for try await piece in try sealer.pieces(delivery.received..<sealer.length) { try delivery.append(piece) }
    try delivery.finish()
  }

  func open(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: SemperModel.Digest,
    opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    let opener = try ContentOpener(
      content: content, leaves: fair.good.leaves, locked: locked, exchange: exchange, opening: opening)
    switch try await opener.open(sealed(exchange), into: directory + "/bought", workers: 1) {
    case .written: return nil
    case .misbehaviour(let proof): return proof
    }
  }

  func opened(_ content: ContentDescription, deal: ID<Deal>) async throws -> ItemParticulars {
    guard hasGoods, !trouble.goodsLost else {
      throw Refusal(.goodsMissing, blame: .us, "the lesson is not there as it was opened")
    }
    return ItemParticulars(of: content)
  }
}
