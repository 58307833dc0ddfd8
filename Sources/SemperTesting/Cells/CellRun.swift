import SemperArchive
import SemperCoding
package import SemperCryptography
package import SemperEngine
public import SemperExchange
package import SemperModel
import SemperPayments
import SemperStatements

/// One exchange of a cell by two real machines with real performers, a real arbiter, two ledgers, a registry, and data
/// that is really sealed. A cheat goes silent, and comes back when the other has ended, so that nothing it could still
/// have is overlooked.
public struct CellRun: Sendable {
  /// When every run begins.
  package static let start = Timestamp(seconds: 1_795_000_000)
  /// How long a machine waits for an answer.
  package static let patience = Span(seconds: 600)
  /// How long the arbiter waits for a complaint.
  package static let window = Span(seconds: 3_600)
  /// What the arbiter of a run takes on.
  package static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000))

  /// What both agreed on, with the plan.
  public let proposal: ExchangeProposal
  package let terms: ExchangeTerms
  package let trouble: CellTrouble
  package let ledgers: [ExchangeRole: TestLedger]
  package let registry: TestRegistry
  package let shelf: CellShelf
  package let time: VirtualTime
  package let clocks: CellClocks
  package let posts: [ExchangeRole: CellPost]
  package private(set) var performers: [ExchangeRole: ExchangePerformer] = [:]
  /// Each side, as far as it has come.
  public private(set) var machines: [ExchangeRole: ExchangeMachine] = [:]
  /// What each side has learned of the other's opening, and whether it holds a resolution.
  package private(set) var secrets: [ExchangeRole: OpeningSecret] = [:]
  package private(set) var resolutions: Set<ExchangeRole> = []
  /// Which commitments each side has seen, by whose they are.
  package private(set) var commitments: [ExchangeRole: [LockedItem]] = [:]
  /// What each side's journal holds.
  package private(set) var journals: [ExchangeRole: [Entry]] = [:]
  /// Whether anybody has called the arbiter.
  public private(set) var askedArbiter = false
  private var sent: Set<Digest> = []
  private let kept: [ExchangeRole: any Journal]
  package var silent: Set<ExchangeRole> = []
  /// Whether the silent one has come back.
  package private(set) var isBack = false

  /// An event with the time at which it was handled.
  package struct Entry: Sendable {
    package let event: ExchangeEvent
    package let time: Timestamp
  }

  /// - Parameters:
  ///   - funds: what each ledger has for who locks there, in minor units.
  ///   - size: bytes of each piece of data.
  ///   - surroundings: shared with other runs, such as durable ones; by default a run has its own in memory.
  public init(
    _ row: CellCase, _ trouble: CellTrouble = .none, funds: [Int64] = [Ware.price * 2, Ware.price * 2],
    seed: UInt64 = 3, size: Int = Ware.size, in surroundings: CellSurroundings? = nil
  ) async throws {
    try await self.init(
      row.proposer, for: row.invited, wish: row.wish, trouble, funds: funds, seed: seed, size: size, in: surroundings)
  }

  /// The same for what two sides give, whatever cell that makes. Refuses (`outsideTerms`) what the planner refuses.
  public init(
    _ proposer: [Ware], for invited: [Ware], wish: PlanWish = PlanWish(), _ trouble: CellTrouble = .none,
    funds: [Int64] = [Ware.price * 2, Ware.price * 2], seed: UInt64 = 3, size: Int = Ware.size,
    in surroundings: CellSurroundings? = nil
  ) async throws {
    var numbers = SeededNumbers(seed)
    self.trouble = trouble
    time = VirtualTime(now: Self.start)
    clocks = CellClocks(time)
    let surroundings = surroundings ?? CellSurroundings()
    let arbiter = surroundings.arbiter
    kept = surroundings.journals
    shelf = CellShelf(seed: seed &+ 2)
    let keys = CellKeys()
    let bothLedgers = zip(keys.ledgers, funds).map { [clocks] in
      TestLedger(key: $0, arbiter: arbiter.terms.key, funds: $1, time: clocks.bank)
    }
    registry = TestRegistry(key: keys.registry, arbiter: arbiter.terms.key, time: clocks.bank)
    // The planner has computed who is originator before anything is made.
    let plan = try Planner.plan(
      proposer: proposer.map(\.itemClass), invited: invited.map(\.itemClass), wish: wish)
    var described = [[DescribedItem]]()
    for (index, wares) in [proposer, invited].enumerated() {
      let role: ExchangeRole = (index == 0) == plan.proposerIsOriginator ? .originator : .responder
      let makesBad = trouble.hasBadContent && trouble.cheat == role
      var items = [DescribedItem]()
      for ware in wares {
        let path = "\(index == 0 ? "proposer" : "invited")/\(ware.rawValue)"
        let description =
          ware == .mail || ware.isData
          ? try await shelf.put(ware, at: path, isBad: makesBad, seed: seed &+ UInt64(index + 17), size: size)
          : try keys.description(of: ware, at: path, fromSide: index)
        items.append(DescribedItem(path: path, salt: Nonce(using: &numbers), description: description))
      }
      described.append(items)
    }
    proposal = try ExchangeProposal(proposer: described[0], invited: described[1], wish: wish)
    let order: [ExchangeRole] =
      proposal.proposerRole == .originator ? [.originator, .responder] : [.responder, .originator]
    let key = Dictionary(uniqueKeysWithValues: zip(order, keys.parties))
    ledgers = Dictionary(uniqueKeysWithValues: zip(order, bothLedgers))
    var own: [ExchangeRole: (secret: OpeningSecret, party: PartyTerms, key: SigningKey)] = [:]
    for (role, key) in key {
      let secret = OpeningSecret(using: &numbers)
      own[role] = (
        secret, PartyTerms(role: role, key: key.publicKey, nonce: Nonce(using: &numbers), secret: secret), key
      )
    }
    guard let one = own[.originator], let other = own[.responder] else { preconditionFailure("both roles are played") }
    terms = try proposal.terms(
      originator: one.party, responder: other.party, arbiter: arbiter.terms,
      closes: Self.start.advanced(by: Span(seconds: 90_000)), window: Self.window,
      keys: (keys.ledgers + [keys.issuer, keys.registry]).map(\.publicKey), context: "a deal".documentDigest)
    posts = [.originator: CellPost(), .responder: CellPost()]
    let desk = CellDesk(arbiter: arbiter, store: surroundings.store, time: clocks.arbiter)
    for (role, mine) in own { begin(role, mine.secret, mine.key, keys.issuer, Array(bothLedgers), desk) }
  }

  private mutating func begin(
    _ role: ExchangeRole, _ secret: OpeningSecret, _ key: SigningKey, _ issuer: SigningKey, _ ledgers: [TestLedger],
    _ desk: CellDesk
  ) {
    let reply = SealingKey()
    let side = ExchangeSide(
      terms: terms, items: proposal.items, role: role, secret: secret, reply: reply.publicKey,
      patience: Self.patience)
    machines[role] = ExchangeMachine(side, at: Self.start)
    let purses = ledgers.map { TestPurse(at: $0, key: key) }
    performers[role] = ExchangePerformer(
      key: key, refund: key.thumbprint, reply: reply,
      means: ExchangeMeans(
        purses: purses, tills: purses, registries: [registry], issuers: [CellIssuer(key: issuer)], source: shelf,
        sink: shelf),
      peer: posts[role.peer] ?? CellPost(), arbiter: desk, time: clocks[role])
  }

  /// Gives a side other means than all there are.
  package mutating func change(_ role: ExchangeRole, _ change: (inout ExchangeMeans) -> Void) {
    performers[role] = performers[role].map { performer in
      var changed = performer
      change(&changed.means)
      return changed
    }
  }

  /// Runs to the end of both.
  public mutating func run() async throws {
    for _ in 0..<600 {
      guard try await step() else { return }
    }
  }

  /// What an act throws that is to be tried again.
  package struct NotNow: Error {
    package init() {}
  }

  /// Does the next thing there is to do; `false` when nothing is left.
  package mutating func step() async throws -> Bool {
    if try await deliver() { return true }
    if try await act() { return true }
    return wakeUp() || passTime()
  }

  package func isRunning(_ role: ExchangeRole) -> Bool {
    machines[role]?.isFinished == false && !silent.contains(role)
  }

  private mutating func deliver() async throws -> Bool {
    for role in ExchangeRole.allCases where isRunning(role) {
      guard let letter = posts[role]?.take(), let machine = machines[role] else { continue }
      if let event = try machine.event(for: letter) { try await keep(event, role) }
      return true
    }
    return false
  }

  private mutating func act() async throws -> Bool {
    for role in ExchangeRole.allCases where isRunning(role) {
      guard let machine = machines[role], let performer = performers[role] else { continue }
      for action in machine.outstandingActions where isDue(action, role) {
        if trouble.cheat == role, trouble.silences(before: action), !isBack {
          silent.insert(role)
          return true
        }
        if case .askArbiter = action { askedArbiter = true }
        let events: [ExchangeEvent]
        do {
          events = try await performer.perform(action, of: machine)
        } catch is NotNow {
          // The others go on meanwhile.
          time.advance(by: Self.patience)
          continue
        } catch is ArbiterUnhelpful {
          // As a driver does, but not at once.
          time.advance(by: Self.patience)
          return true
        }
        for event in events { try await keep(spoilt(event, role), role) }
        if case .send(let statement) = action { sent.insert(statement.digest) }
        if trouble.cheat == role, trouble.silences(after: action), !isBack { silent.insert(role) }
        return true
      }
    }
    return false
  }

  private func isDue(_ action: ExchangeAction, _ role: ExchangeRole) -> Bool {
    switch action {
    case .wait(let until): until <= clocks[role].now()
    case .askArbiter(_, let notBefore): notBefore.map { $0 <= clocks[role].now() } ?? true
    case .send(let statement): !sent.contains(statement.digest)
    case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .settlement: true
    }
  }

  package func spoilt(_ event: ExchangeEvent, _ role: ExchangeRole) -> ExchangeEvent {
    guard trouble.hasBadEscrow, trouble.cheat == role, case .locked(let commitment) = event else { return event }
    return .locked(Commitment(escrow: ByteString([1, 2, 3]), locked: commitment.locked))
  }

  /// The silent one comes back once the other has ended.
  package mutating func wakeUp() -> Bool {
    guard let role = silent.first, machines[role.peer]?.isFinished == true else { return false }
    silent = []
    isBack = true
    return true
  }

  private func passTime() -> Bool {
    let times = ExchangeRole.allCases.filter(isRunning).flatMap { role in
      (machines[role]?.outstandingActions ?? []).compactMap { action -> Timestamp? in
        switch action {
        case .wait(let until): until
        case .askArbiter(_, let notBefore): notBefore
        case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .settlement: nil
        }
      }.map { clocks[role].moment(of: $0) }
    }
    guard let next = times.min(), next > time.now() else { return false }
    time.advance(to: next)
    return true
  }

  /// Writes an event down where the role's journal is, if it has one, before the machine handles it.
  private mutating func keep(_ event: ExchangeEvent, _ role: ExchangeRole) async throws {
    if let journal = kept[role] {
      let count = journals[role]?.count ?? 0
      let entries =
        count == 0
        ? JournalEntry.beginning(ExchangeMachine.self, with: event, at: clocks[role].now())
        : [JournalEntry(sequence: count + 1, time: clocks[role].now(), bytes: event.canonicalBytes)]
      try await journal.append(
        entries, to: ConversationID(machine: ExchangeMachine.identity.name, id: Base64URL.encode(terms.id.bytes)))
    }
    take(event, role)
  }

  package mutating func take(_ event: ExchangeEvent, _ role: ExchangeRole) {
    let now = clocks[role].now()
    journals[role, default: []].append(Entry(event: event, time: now))
    switch event {
    case .locked(let commitment): commitments[role] = commitment.locked
    case .received(let statement):
      switch statement.kind {
      case .openOriginator: secrets[role] = (try? opening(OpenOriginator.self, statement))?.secret
      case .openResponder: secrets[role] = (try? opening(OpenResponder.self, statement))?.secret
      default: break
      }
    case .decided(let decision, let secret, _):
      if let secret { secrets[role] = secret }
      if (try? opening(ArbiterDecision.self, decision))?.verdict == .resolved { resolutions.insert(role) }
    default: break
    }
    _ = machines[role]?.handle(event, at: now)
  }

  /// The events of one side, in their order.
  package func events(of role: ExchangeRole) -> [ExchangeEvent] { (journals[role] ?? []).map(\.event) }

  /// A process dies and comes back with nothing but the bytes of its journal. Returns whether it is the machine that it was.
  package mutating func restart(_ role: ExchangeRole) throws -> Bool {
    guard let machine = machines[role] else { return true }
    var replayed = ExchangeMachine(try ExchangeSide(canonicalBytes: machine.side.canonicalBytes), at: Self.start)
    for entry in journals[role] ?? [] {
      _ = replayed.handle(
        try ExchangeEvent(canonicalBytes: entry.event.canonicalBytes, limits: ExchangeBundle.limits), at: entry.time)
    }
    let isSame = replayed.outstandingActions == machine.outstandingActions && replayed.outcome == machine.outcome
    machines[role] = replayed
    return isSame
  }

  /// The arbiter is asked.
  package mutating func noteCall() { askedArbiter = true }

  private func opening<Content: StatementContent>(
    _ type: Content.Type, _ statement: SignedStatement
  ) throws(Refusal) -> Content {
    try VerifiedStatement<Content>(verifying: statement, keys: terms.keys).content
  }
}
