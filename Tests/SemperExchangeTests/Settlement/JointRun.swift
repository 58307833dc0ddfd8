import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting
import Synchronization

/// An exchange whose arbiter can be gone, by two machines with their performers and a ledger. After each event a machine
/// is made again from its journal, and each act is done twice, as after a crash before its answer was written down.
struct JointRun {
  /// The arbiter, as long as it is there.
  private struct Desk: ArbiterDesk {
    struct Gone: Error {}
    let stage: Stage
    let time: VirtualTime

    func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
      try await stage.arbiter.answer(statement, at: time.now())
    }

    func ciphertext(
      _ locked: LockedData, under claim: DataClaim
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Gone() }
    func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { throw Gone() }
    func leave(
      _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
    ) async throws { throw Gone() }
  }

  /// Agrees or not, whatever it is asked.
  struct Judge: SettlementJudgement {
    let yes: Bool
    func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool { yes }
  }

  let stage: Stage
  let ledger: TestLedger
  let time = VirtualTime(now: Stage.start)
  var players: [ExchangeRole: Player]
  private var performers: [ExchangeRole: ExchangePerformer] = [:]
  private let posts: [ExchangeRole: CellPost] = [.originator: CellPost(), .responder: CellPost()]
  private var sent: Set<Digest> = []
  /// Who reaches the arbiter.
  var reaches: Set<ExchangeRole> = []
  /// Who gets no letters.
  var deaf: Set<ExchangeRole> = []
  /// What each has learned: the peer's secret, a resolution.
  private(set) var secrets: Set<ExchangeRole> = []
  private(set) var resolutions: Set<ExchangeRole> = []
  private(set) var differs = false

  init(
    _ gives: [Stage.Gift], for pays: [Stage.Gift], agrees: Bool = true, funds: Int64 = 500, seed: UInt64 = 7
  ) throws {
    stage = try Stage(originator: gives, responder: pays, seed: seed)
    ledger = TestLedger(key: stage.bank, arbiter: stage.arbiterKey.publicKey, funds: funds, time: time)
    players = [:]
    for role in ExchangeRole.allCases {
      players[role] = Player(stage.side(role), at: Stage.start)
      let purse = TestPurse(at: ledger, key: stage.key(role))
      performers[role] = ExchangePerformer(
        key: stage.key(role), refund: stage.key(role).thumbprint, reply: stage.reply,
        means: ExchangeMeans(purses: [purse], tills: [purse], settling: Judge(yes: agrees)),
        peer: posts[role.peer] ?? CellPost(), arbiter: Desk(stage: stage, time: time), time: time)
    }
  }

  func machine(_ role: ExchangeRole) -> ExchangeMachine {
    guard let player = players[role] else { preconditionFailure("both roles are played") }
    return player.machine
  }

  /// A plan with these fates, to be agreed to within an hour.
  func plan(_ fates: ItemFate...) -> SettlementPlan {
    SettlementPlan(fates: fates, until: time.now().advanced(by: Span(seconds: 3_600)))
  }

  mutating func propose(_ plan: SettlementPlan, by role: ExchangeRole) { take(.settlement(.wanted(plan)), role) }

  /// Runs until nobody can do anything more but wait for the arbiter, or until `enough`.
  mutating func run(for span: Span = Span(seconds: 20_000), until enough: (JointRun) -> Bool = { _ in false })
    async throws
  {
    let end = time.now().advanced(by: span)
    for _ in 0..<2_000 {
      if enough(self) { return }
      if try deliver() { continue }
      if try await act() { continue }
      guard passTime(before: end) else { return }
    }
  }

  mutating func deliver() throws -> Bool {
    for role in ExchangeRole.allCases {
      guard let letter = posts[role]?.take() else { continue }
      if deaf.contains(role) { return true }
      // A letter that has no place any more is answered and dropped.
      if !machine(role).isFinished, let event = try? machine(role).event(for: letter) { take(event, role) }
      take(.delivered(letter.digest), role.peer)
      return true
    }
    return false
  }

  mutating func act() async throws -> Bool {
    for role in ExchangeRole.allCases {
      for action in try await due(role) {
        do {
          try await perform(action, as: role)
          return true
        } catch let refusal as Refusal where refusal.code == .unavailable {
          // A driver asks again later.
          continue
        }
      }
    }
    return false
  }

  mutating func perform(_ action: ExchangeAction, as role: ExchangeRole) async throws {
    guard let performer = performers[role] else { return }
    if case .send(let statement) = action { sent.insert(statement.digest) }
    _ = try await performer.perform(action, of: machine(role))
    for event in try await performer.perform(action, of: machine(role)) {
      // Sending is not yet having arrived.
      if case .delivered = event { continue }
      take(event, role)
    }
  }

  /// What a role would do now.
  func due(_ role: ExchangeRole) async throws -> [ExchangeAction] {
    var due = [ExchangeAction]()
    for action in machine(role).outstandingActions where try await isDue(action, role) { due.append(action) }
    return due
  }

  private func isDue(_ action: ExchangeAction, _ role: ExchangeRole) async throws -> Bool {
    switch action {
    case .wait(let until): until <= time.now()
    case .askArbiter(_, let notBefore): reaches.contains(role) && notBefore.map { $0 <= time.now() } ?? true
    case .send(let statement): !sent.contains(statement.digest)
    case .settlement(.follow(let proposal)): try isKnown(proposal) || time.now() >= deadline(proposal)
    case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .settlement: true
    }
  }

  private func isKnown(_ proposal: SignedStatement) throws -> Bool {
    let content = try VerifiedStatement<SettlementProposal>(verifying: proposal, keys: stage.terms.keys).content
    guard let signed = content.division else { return false }
    let division = try VerifiedStatement<LockDivision>(verifying: signed, keys: KeySet()).content
    return try ledger.outcome(of: division.terms) != nil
  }

  private func deadline(_ proposal: SignedStatement) throws -> Timestamp {
    try VerifiedStatement<SettlementProposal>(verifying: proposal, keys: stage.terms.keys).content.plan.until
      .advanced(by: Stage.patience)
  }

  mutating func passTime(before end: Timestamp) -> Bool {
    let now = time.now()
    let times = ExchangeRole.allCases.flatMap { machine($0).outstandingActions }.compactMap { action -> Timestamp? in
      switch action {
      case .wait(let until): until
      case .askArbiter(_, let notBefore): notBefore
      case .settlement(.follow(let proposal)): try? deadline(proposal)
      case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .settlement: nil
      }
    }
    guard let next = times.filter({ $0 > now }).min(), next < end else { return false }
    time.advance(to: next)
    return true
  }

  mutating func take(_ event: ExchangeEvent, _ role: ExchangeRole) {
    switch event {
    case .received(let statement) where statement.kind == .openOriginator || statement.kind == .openResponder:
      secrets.insert(role)
    case .decided(let decision, let secret, _):
      if secret != nil { secrets.insert(role) }
      if (try? stage.verifier.decision(decision, commits: nil))?.content.verdict == .resolved {
        resolutions.insert(role)
      }
    default: break
    }
    let now = time.now()
    players[role]?.take(event, at: now)
    if (try? players[role]?.restart()) != true { differs = true }
  }
}
