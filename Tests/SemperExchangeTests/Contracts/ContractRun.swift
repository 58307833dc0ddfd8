import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting
import Testing

/// A contract between a coordinator and three others, with real performers and one arbiter. Anybody may go silent at some
/// step, and comes back when all others have ended.
struct ContractRun {
  /// Who stops after having sent a statement of this kind, or before; to or from which party, if it is the coordinator.
  struct Silence: Sendable, CustomTestStringConvertible {
    enum Who: Hashable, Sendable {
      case coordinator
      case party(Int)
    }
    let who: Who
    let kind: StatementKind
    let isBefore: Bool
    /// For the coordinator: only from this party's exchange on.
    var number = 0
    var testDescription: String { "\(who) \(isBefore ? "before" : "after") \(kind.rawValue) \(number)" }
  }

  let contract: ManyPartyContract
  let time = VirtualTime(now: Stage.start)
  private let arbiter: Arbiter
  private(set) var coordinator: ContractCoordinator
  private(set) var parties: [ExchangeMachine] = []
  private var coordinating: [ExchangePerformer] = []
  private var performing: [ExchangePerformer] = []
  /// To the coordinator, and to each party.
  private var inward: [CellPost] = []
  private var outward: [CellPost] = []
  private var sent: Set<Digest> = []
  private let silence: Silence?
  private var isSilent = false
  /// Everything that anybody ever had in hands, for a judge who sees it all.
  private(set) var thirds: [Int: SignedStatement] = [:]
  private(set) var fourths: [Int: SignedStatement] = [:]
  private(set) var resolutions: [Int: SignedStatement] = [:]
  private(set) var records: [Int: ExchangeRecord] = [:]
  private(set) var journal: [(event: ContractEvent, time: Timestamp)] = []
  private let sides: [ExchangeSide]

  init(_ silence: Silence? = nil, others: Int = 3) throws {
    self.silence = silence
    var numbers = SeededNumbers(9)
    let (signing, key) = (SigningKey(), SigningKey())
    let partyKeys = (0..<others).map { _ in SigningKey() }
    let arbiter = Arbiter(
      records: InMemoryArchive().records, signingKey: signing, sealingKey: SealingKey(), epoch: 1,
      policy: Trade.policy, data: TestDataStore())
    self.arbiter = arbiter
    let contract = try ManyPartyContract(
      document: "We all agree.".documentDigest, coordinator: key.thumbprint, parties: partyKeys.map(\.thumbprint),
      arbiter: signing.thumbprint)
    self.contract = contract
    let desk = CellDesk(arbiter: arbiter, store: TestDataStore(), time: time)
    var sides = [ExchangeSide]()
    for party in partyKeys.sorted(by: { $0.thumbprint < $1.thumbprint }) {
      let secrets = [OpeningSecret(using: &numbers), OpeningSecret(using: &numbers)]
      let proposal = try contract.proposal(
        to: party.thumbprint, salts: [Nonce(using: &numbers), Nonce(using: &numbers)])
      let terms = try proposal.terms(
        originator: PartyTerms(
          role: .originator, key: key.publicKey, nonce: Nonce(using: &numbers), secret: secrets[0]),
        responder: PartyTerms(
          role: .responder, key: party.publicKey, nonce: Nonce(using: &numbers), secret: secrets[1]),
        arbiter: arbiter.terms, closes: Stage.start.advanced(by: Span(seconds: 90_000)), window: Stage.window,
        keys: [], context: contract.documentDigest)
      func side(_ role: ExchangeRole, _ reply: SealingKey) -> ExchangeSide {
        ExchangeSide(
          terms: terms, items: proposal.items, role: role, secret: secrets[role == .originator ? 0 : 1],
          reply: reply.publicKey, patience: Stage.patience)
      }
      let (mine, theirs) = (SealingKey(), SealingKey())
      let (inward, outward) = (CellPost(), CellPost())
      self.inward.append(inward)
      self.outward.append(outward)
      sides.append(side(.originator, mine))
      parties.append(ExchangeMachine(side(.responder, theirs), at: Stage.start))
      coordinating.append(
        ExchangePerformer(
          key: key, refund: key.thumbprint, reply: mine, means: ExchangeMeans(), peer: outward, arbiter: desk,
          time: time))
      performing.append(
        ExchangePerformer(
          key: party, refund: party.thumbprint, reply: theirs, means: ExchangeMeans(), peer: inward, arbiter: desk,
          time: time))
    }
    self.sides = sides
    coordinator = ContractCoordinator(sides, at: Stage.start)
  }

  private func isStopped(_ who: Silence.Who) -> Bool { isSilent && silence?.who == who }

  mutating func run() async throws {
    for _ in 0..<1_000 {
      if try deliver() { continue }
      if try await act() { continue }
      if wakeUp() || passTime() { continue }
      return
    }
  }

  private mutating func deliver() throws -> Bool {
    for number in parties.indices {
      if !isStopped(.coordinator), let letter = inward[number].take() {
        if letter.kind == .openResponder { fourths[number] = letter }
        if let event = try? coordinator.exchange(number).event(for: letter) { take(event, number) }
        return true
      }
      if !isStopped(.party(number)), let letter = outward[number].take() {
        if letter.kind == .openOriginator { thirds[number] = letter }
        if let event = try? parties[number].event(for: letter) { _ = parties[number].handle(event, at: time.now()) }
        return true
      }
    }
    return false
  }

  private mutating func act() async throws -> Bool {
    for request in coordinator.outstandingActions where isDue(request.action) && !isStopped(.coordinator) {
      if stops(.coordinator, request.action, before: true, request.party) { return true }
      let machine = coordinator.exchange(request.party)
      for event in try await coordinating[request.party].perform(request.action, of: machine) {
        take(event, request.party)
      }
      note(request.action, request.party, .coordinator)
      return true
    }
    for number in parties.indices where !isStopped(.party(number)) {
      for action in parties[number].outstandingActions where isDue(action) {
        if stops(.party(number), action, before: true, number) { return true }
        for event in try await performing[number].perform(action, of: parties[number]) {
          if case .decided(let decision, _, _) = event { keep(decision, number) }
          _ = parties[number].handle(event, at: time.now())
        }
        note(action, number, .party(number))
        return true
      }
    }
    return false
  }

  private mutating func note(_ action: ExchangeAction, _ number: Int, _ who: Silence.Who) {
    if case .send(let statement) = action { sent.insert(statement.digest) }
    if case .sign(.resolve(let record)) = action { records[number] = record }
    _ = stops(who, action, before: false, number)
  }

  private mutating func stops(
    _ who: Silence.Who, _ action: ExchangeAction, before: Bool, _ number: Int
  ) -> Bool {
    guard let silence, !isSilent, !hasBeenSilent, silence.who == who, silence.isBefore == before,
      silence.number <= number || who != .coordinator,
      case .send(let statement) = action, statement.kind == silence.kind
    else { return false }
    isSilent = true
    hasBeenSilent = true
    return true
  }

  private var hasBeenSilent = false

  private mutating func take(_ event: ExchangeEvent, _ number: Int) {
    if case .decided(let decision, _, _) = event { keep(decision, number) }
    journal.append((.exchange(number, event), time.now()))
    _ = coordinator.handle(.exchange(number, event), at: time.now())
  }

  private mutating func keep(_ decision: SignedStatement, _ number: Int) {
    let verifier = try? ExchangeVerifier(terms: sides[number].terms, items: sides[number].items)
    if (try? verifier?.decision(decision, commits: nil))?.content.verdict == .resolved {
      resolutions[number] = decision
    }
  }

  private func isDue(_ action: ExchangeAction) -> Bool {
    switch action {
    case .wait(let until): until <= time.now()
    case .askArbiter(_, let notBefore): notBefore.map { $0 <= time.now() } ?? true
    case .send(let statement): !sent.contains(statement.digest)
    case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .settlement: true
    }
  }

  private mutating func wakeUp() -> Bool {
    guard isSilent, let who = silence?.who else { return false }
    let others = parties.indices.filter { who != .party($0) }.allSatisfy { parties[$0].isFinished }
    guard others, who == .coordinator || coordinator.isFinished || othersOfCoordinatorEnded(who) else { return false }
    isSilent = false
    return true
  }

  private func othersOfCoordinatorEnded(_ who: Silence.Who) -> Bool {
    parties.indices.allSatisfy { who == .party($0) || coordinator.exchange($0).isFinished }
      && coordinator.outstandingActions.allSatisfy { action in
        if case .wait = action.action { false } else { true }
      }
  }

  private func passTime() -> Bool {
    let all =
      (isStopped(.coordinator) ? [] : coordinator.outstandingActions.map(\.action))
      + parties.indices.filter { !isStopped(.party($0)) }.flatMap { parties[$0].outstandingActions }
    let times = all.compactMap { action -> Timestamp? in
      switch action {
      case .wait(let until): until
      case .askArbiter(_, let notBefore): notBefore
      case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .settlement: nil
      }
    }
    guard let next = times.filter({ $0 > time.now() }).min() else { return false }
    time.advance(to: next)
    return true
  }

  /// The coordinator's journal, to be kept for ever.
  func recorded(end: (ContractCoordinator) -> String) throws -> GoldenJournal {
    let header = JournalEntry.header(of: ContractCoordinator.self, at: Stage.start)
    let entries = journal.enumerated().map { number, entry in
      JournalEntry(sequence: number + 1, time: entry.time, bytes: entry.event.canonicalBytes)
    }
    return try GoldenJournal(
      of: ContractCoordinator(sides, at: Stage.start), made: sides.json, entries: [header] + entries, end: end)
  }

  /// The coordinator's machine as its journal makes it again.
  func restored() throws -> ContractCoordinator {
    var machine = ContractCoordinator(sides, at: Stage.start)
    for (event, time) in journal {
      _ = machine.handle(try ContractEvent(canonicalBytes: event.canonicalBytes), at: time)
    }
    return machine
  }
}
