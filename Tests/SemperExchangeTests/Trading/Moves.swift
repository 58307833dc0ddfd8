import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// Every event that can happen to a machine in one exchange, by a short name, so that a game reads as a list of words.
struct Moves: Sendable {
  enum Move: String, CaseIterable, Sendable {
    case locked, lockRefused, giveUp, timer
    case signedM1, gotM1, signedM2, gotM2, signedM3, gotM3, signedM4, gotM4
    case fetched, goodsRefused, good, bad, secured, securingRefused, released, deliveredM4
    case signedAbort, signedResolve, signedComplaint, signedAccept
    case aborted, failed, pending, resolved, resolvedAlone, arbiterRefused
    /// Decisions on an M2 of the responder's that we have never got.
    case otherPending, otherResolved, otherFailed
  }

  static let refusal = Refusal(.lockInvalid, blame: .peer, "a refusal of the test")

  static let denial: ArbiterDenial = {
    guard let denial = ArbiterDenial(refusal) else { preconditionFailure("it is the arbiter's own no") }
    return denial
  }()

  let stage: Stage
  let role: ExchangeRole
  let first: SignedStatement
  /// A second M2, of which only the arbiter is told.
  let twin: SignedStatement
  private let events: [Move: ExchangeEvent]

  init(_ stage: Stage, as role: ExchangeRole) throws {
    self.stage = stage
    self.role = role
    first = try stage.sign(.commitOriginator(stage.commitment(.originator)), as: .originator)
    let second = try stage.sign(
      .commitResponder(stage.commitment(.responder), answering: first.digest), as: .responder)
    twin = try stage.sign(
      .commitResponder(stage.commitment(.responder), answering: first.digest), as: .responder)
    let record = ExchangeRecord(
      terms: stage.terms, items: stage.items, commitOriginator: first, commitResponder: second)
    let third = try stage.sign(.open(commits: record.commits), as: .originator)
    let fourth = try stage.sign(.open(commits: record.commits), as: .responder)
    let first = first
    func decision(
      _ verdict: ArbiterDecision.Verdict, closes: Timestamp? = nil, on second: SignedStatement? = nil
    ) throws -> SignedStatement {
      let commits = [first.digest, second?.digest ?? record.commits[1]]
      let decision = ArbiterDecision(
        exchange: stage.terms.id, verdict: verdict, cause: .asked, commits: verdict == .aborted ? [] : commits,
        closes: closes, proof: nil, arbiter: stage.arbiterKey.thumbprint, number: 0, previous: first.digest,
        issued: Stage.start)
      return try SignedStatement(decision, signedBy: [stage.arbiterKey])
    }
    let proof = ProofOfMisbehaviour(chunk: 0, sealed: [1], cipherPath: [], leaf: first.digest, contentPath: [])
    let secret = stage.secret(role.peer)
    let pending = try decision(.pending, closes: Stage.start.advanced(by: Stage.window))
    let resolved = try decision(.resolved)
    // The originator learns nothing while a window is open.
    let early = role == .responder ? secret : nil
    events = [
      .locked: .locked(try stage.commitment(role)), .lockRefused: .lockRefused(Self.refusal), .giveUp: .giveUp,
      .timer: .timePassed(Stage.start.advanced(by: Stage.patience)), .signedM1: .signed(first),
      .gotM1: .received(first),
      .signedM2: .signed(second), .gotM2: .received(second), .signedM3: .signed(third), .gotM3: .received(third),
      .signedM4: .signed(fourth), .gotM4: .received(fourth), .fetched: .goodsFetched,
      .goodsRefused: .goodsRefused(Self.refusal), .good: .goodsGood, .bad: .goodsBad(path: "o/data", proof),
      .secured: .secured([]), .securingRefused: .securingRefused(Self.refusal), .released: .released([]),
      .deliveredM4: .delivered(fourth.digest), .signedAbort: .signed(try stage.sign(.abort, as: .originator)),
      .signedResolve: .signed(try stage.sign(.resolve(record), as: role)),
      .signedComplaint: .signed(
        try stage.sign(
          .complain(record, secret: stage.secrets.originator, path: "o/data", proof), as: .responder)),
      .signedAccept: .signed(try stage.sign(.accept, as: role)),
      .aborted: .decided(try decision(.aborted), nil, commitResponder: nil),
      .failed: .decided(try decision(.failed), nil, commitResponder: nil),
      .pending: .decided(pending, early, commitResponder: role == .originator ? second : nil),
      .resolved: .decided(resolved, secret, commitResponder: role == .originator ? second : nil),
      .resolvedAlone: .decided(resolved, nil, commitResponder: nil), .arbiterRefused: .arbiterRefused(Self.denial),
      .otherPending: .decided(
        try decision(.pending, closes: Stage.start.advanced(by: Stage.window), on: twin), early, commitResponder: twin),
      .otherResolved: .decided(try decision(.resolved, on: twin), secret, commitResponder: twin),
      .otherFailed: .decided(try decision(.failed, on: twin), nil, commitResponder: twin),
    ]
  }

  subscript(move: Move) -> ExchangeEvent {
    guard let event = events[move] else { preconditionFailure("\(move) has no event") }
    return event
  }

  func machine() -> ExchangeMachine { ExchangeMachine(stage.side(role), at: Stage.start) }

  /// The machine after these moves, all at one time.
  func machine(after moves: [Move], at time: Timestamp = Stage.start) -> ExchangeMachine {
    var machine = machine()
    for move in moves { _ = machine.handle(self[move], at: time) }
    return machine
  }

  /// What a machine is about, in words such as `sign abort`, `secure by opening` or `done completed`.
  static func words(_ machine: ExchangeMachine) -> String {
    if let outcome = machine.outcome {
      switch outcome {
      case .completed: return "completed"
      case .aborted: return "aborted"
      case .settled: return "settled"
      case .compensated: return "compensated"
      case .declined: return "declined"
      case .wronged: return "wronged"
      }
    }
    return machine.outstandingActions.map(word).joined(separator: ", ")
  }

  private static func word(_ action: ExchangeAction) -> String {
    switch action {
    case .lock: "lock"
    case .sign(let message): "sign " + word(message)
    case .send(let statement): "send " + statement.kind.rawValue
    case .fetchGoods: "fetch"
    case .checkGoods: "check"
    case .secure(_, .opening): "secure by opening"
    case .secure(_, .decision): "secure by decision"
    case .release(let items, _): "release \(items.count)"
    case .askArbiter(let call, let notBefore): "ask \(call.kind.rawValue)" + (notBefore == nil ? "" : " later")
    case .wait: "wait"
    case .settlement(let action): word(action)
    }
  }

  private static func word(_ message: ExchangeMessage) -> String {
    switch message {
    case .commitOriginator: "M1"
    case .commitResponder: "M2"
    case .open: "open"
    case .abort: "abort"
    case .resolve: "resolve"
    case .complain: "complain"
    case .accept: "accept"
    case .query: "query"
    case .consent: "consent"
    }
  }

  private static func word(_ action: SettlementAction) -> String {
    switch action {
    case .propose: "propose"
    case .judge: "judge"
    case .follow: "follow"
    case .settle: "settle"
    }
  }
}
