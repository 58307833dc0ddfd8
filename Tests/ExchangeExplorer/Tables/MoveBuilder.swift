import SemperCredentials
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// Lists what can happen to a party in a local state: its outstanding actions with all their ends, the letters that may
/// come, and people's moods.
struct MoveBuilder {
  let table: PartyTable
  let state: Int
  let instant: Instant
  let letters: [Letter]
  private(set) var moves: [Move] = []
  /// What is added was asked for earlier: nobody can count on it.
  private var isLate = false

  var stage: Stage { table.stage }
  var role: ExchangeRole { table.role }
  private var weather: Weather { stage.setting.weather }
  private var machine: ExchangeMachine { table.states[state].machine }
  private var peerCheats: Bool { !stage.setting.isHonest(role.peer) }

  init(_ table: PartyTable, _ state: Int, at instant: Instant, letters: [Letter]) async throws {
    (self.table, self.state, self.instant, self.letters) = (table, state, instant, letters)
    guard !machine.isFinished else { return }
    for action in machine.outstandingActions { try await add(action) }
    isLate = true
    for action in table.abandoned(in: state) { try await add(action) }
    isLate = false
    if weather.impatience { try event(.giveUp, .own, "loses interest") }
    if stage.setting.settles { try addWishes() }
    guard machine.awaitsPeer else { return }
    if peerCheats {
      let refusal = Refusal(.outsideTerms, blame: .peer, "a message of the peer's is outside the terms")
      try event(.goodsRefused(refusal), .network, "gets a signed message that is outside the terms")
    }
    for (number, letter) in letters.enumerated() where table.isAdmitted(number, of: letters, in: state) {
      try event(.received(letter.statement), .network, "receives \(letter.words)", needs: letter.needs)
    }
  }

  mutating func event(
    _ event: ExchangeEvent, _ doing: Move.Doing, _ words: String, needs: FactSet = 0
  ) throws {
    let next = try table.step(state, event, at: instant)
    guard next != state else { return }
    moves.append(Move(kind: .event(next), doing: isLate ? .network : doing, needs: needs, words: words + late))
  }

  private var late: String { isLate ? ", which it had called off" : "" }

  mutating func ledger(
    _ calls: [Int], at standing: (slot: Int, LedgerTable.Standing)? = nil, _ words: String,
    _ conclude: @escaping ([LedgerTable.Answer]) -> [ExchangeEvent]
  ) {
    moves.append(
      Move(
        kind: .ledger(calls, conclude), doing: isLate ? .network : .own, standing: standing, words: words + late))
  }

  private mutating func add(_ action: ExchangeAction) async throws {
    switch action {
    case .lock: try await addLock()
    case .sign(let message):
      try event(.signed(try stage.sign(message, as: role)), .own, "signs \(message.words) and writes it down")
    case .send(let statement):
      try event(.delivered(statement.digest), .network, "hears that \(statement.kind.rawValue) has arrived")
    case .fetchGoods(let items):
      // After a decision the ciphertext comes from the arbiter, which resolves only with it at hand.
      let isFromArbiter = !isLate && !machine.outstandingActions.contains { if case .wait = $0 { true } else { false } }
      if items.compactMap(\.ciphertext).allSatisfy(stage.goods.isThere) {
        try event(.goodsFetched, isFromArbiter ? .own : .network, "has fetched the peer's sealed data")
      }
      if !isFromArbiter, peerCheats || weather.refusals {
        let refusal = Refusal(.goodsInvalid, blame: .peer, "what was delivered is not what was committed")
        try event(.goodsRefused(refusal), .network, "is not given the peer's sealed data")
      }
    case .checkGoods(let items, let secret): try await addCheck(items, secret)
    case .secure(let items, let means): addSecure(items, means)
    case .release(let items, let reason):
      let calls = items.compactMap { item in
        item.holding.map { LedgerTable.Call(slot: table.ledger.slot($0), request: .refund(reason)) }
      }
      ledger(
        calls.map(table.ledger.number),
        "takes its own back with " + (reason.kind == .accept ? "the peer's acceptance" : "the arbiter's decision")
      ) {
        [Self.settled($0, or: { .released($0) })]
      }
      moves[moves.count - 1].stopsAtRefusal = false
    case .askArbiter(let call, _):
      guard weather.hasArbiter else { return }
      moves.append(
        Move(
          kind: .call(table.arbiter.number(of: call, by: role)), doing: isLate ? .network : .own,
          words: "calls the arbiter (\(call.kind.rawValue))" + late))
    case .settlement(let action): try await add(action)
    case .wait(let until):
      if weather.impatience { try event(.timePassed(until), .own, "has waited long enough") }
    }
  }

  private mutating func addLock() async throws {
    let holdings = try stage.holdings(of: role).compactMap(\.self)
    let calls = holdings.map {
      table.ledger.number(of: LedgerTable.Call(slot: table.ledger.slot($0), request: .lock))
    }
    let commitment = try await table.commitment()
    if calls.isEmpty {
      try event(.locked(commitment), .own, "locks its items")
      return
    }
    ledger(calls, "locks its items") { _ in [.locked(commitment)] }
    guard weather.refusals else { return }
    for count in calls.indices where holdings[count].isMoney {
      guard let events = withoutRest(of: commitment, holdings, from: count) else { continue }
      ledger(Array(calls.prefix(count)), "is refused lock \(count + 1) by the ledger") { _ in events }
      moves[moves.count - 1].absent = table.ledger.call(calls[count]).slot
    }
  }

  /// What a home makes of it when a ledger refuses a lock: an originator leaves with the money that it has locked before. A
  /// responder would not have begun to lock at two ledgers.
  private func withoutRest(of commitment: Commitment, _ holdings: [Holding], from first: Int) -> [ExchangeEvent]? {
    let paths = Set(holdings.prefix(first).filter(\.isMoney).map(\.path))
    if paths.isEmpty { return [.lockRefused(Refusal(.insufficientFunds, blame: .us, "there is too little money"))] }
    guard role == .originator else { return nil }
    let held = commitment.locked.filter { paths.contains($0.path) }
    return [.giveUp, .locked(Commitment(escrow: commitment.escrow, locked: held))]
  }

  /// What is not here cannot be opened: a party that asks for it waits for ever.
  private mutating func addCheck(_ items: [LockedItem], _ secret: OpeningSecret) async throws {
    guard table.states[state].notes.has(items) else { return }
    for item in items where item.itemClass != .mail {
      guard let locked = item.ciphertext else { continue }
      let proof = try await stage.goods.check(
        locked, exchange: stage.terms.id, opening: secret.opening(for: item.path))
      guard let proof else { continue }
      return try event(
        .goodsBad(path: item.path, proof), .own, "opens \(item.path): it is something else, and that can be proved")
    }
    try event(.goodsGood, .own, "opens the data: it is as described")
  }

  private mutating func addSecure(_ items: [LockedItem], _ means: SecuringMeans) {
    let calls = items.compactMap { item -> LedgerTable.Call? in
      guard let holding = item.holding else { return nil }
      let request: LedgerTable.Request =
        switch means {
        case .opening(let secret): .claim(secret.opening(for: item.path))
        case .decision(let decision): .claimByDecision(decision)
        }
      return LedgerTable.Call(slot: table.ledger.slot(holding), request: request)
    }
    let title: String =
      switch means {
      case .opening: "the peer's opening"
      case .decision: "the arbiter's decision"
      }
    ledger(calls.map(table.ledger.number), "claims the peer's locks with \(title)") {
      [Self.settled($0, or: { .secured($0) })]
    }
  }

  private static func settled(
    _ answers: [LedgerTable.Answer], or good: ([SignedStatement]) -> ExchangeEvent
  ) -> ExchangeEvent {
    var statements = [SignedStatement]()
    for answer in answers {
      switch answer {
      case .done(let statement): statements.append(statement)
      case .refused(let refusal): return .securingRefused(refusal)
      case .open, .waiting: break
      }
    }
    return good(statements)
  }

}

extension Holding {
  fileprivate var isMoney: Bool {
    switch self {
    case .lock: true
    case .status: false
    }
  }
}

extension LockedItem {
  /// What stands at a ledger or in a registry for it.
  fileprivate var holding: Holding? {
    switch form {
    case .lock(let receipt), .reversibleLock(let receipt):
      .lock(receipt.journalled(as: LockReceipt.self).terms)
    case .credential(_, let status): .status(status.journalled(as: StatusReceipt.self).terms)
    case .statement, .mail, .checkedData, .data: nil
    }
  }
}

extension ExchangeMessage {
  fileprivate var words: String {
    switch self {
    case .commitOriginator: "M1"
    case .commitResponder: "M2"
    case .open: "its opening"
    case .abort: "a call to abort"
    case .resolve: "a call to resolve"
    case .complain: "a complaint"
    case .accept: "that it accepts"
    case .query: "a query"
    case .consent: "that it agrees to settle"
    }
  }
}
