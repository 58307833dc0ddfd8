import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting

/// A sale of data for play money in the worst weather: a network that loses, repeats and reorders, processes that die
/// between an act and its journal entry, timers that come late, parties that lose interest. Arbiter and ledger are real.
///
/// A timer or a call that is due is never later than the clock's next step, as the paper assumes of an honest party.
struct Storm {
  private struct Letter {
    let to: ExchangeRole
    let statement: SignedStatement
  }

  private enum Move {
    case act(ExchangeRole, ExchangeAction)
    case deliver(Int)
    case restart(ExchangeRole)
    case giveUp(ExchangeRole)
    case clock
  }

  private let stage: Stage
  private let ledger: TestLedger
  private let time = VirtualTime(now: Stage.start)
  private var numbers: SeededNumbers
  private var players: [ExchangeRole: Player]
  private var letters: [Letter] = []
  private let loss: Int
  /// A role that hears nothing of the other from some step on.
  private let deaf: (role: ExchangeRole, from: Int)?
  private var hasGoods = false
  private var complaint: String?

  init(seed: UInt64) throws {
    var numbers = SeededNumbers(seed)
    let lives: [Int64] = [3_000, 4_500, 6_000, 90_000]
    let closes = lives[Int.random(in: lives.indices, using: &numbers)]
    stage = try Stage(
      originator: [.data, .receipt], responder: [.money], closes: Span(seconds: closes), seed: seed)
    ledger = TestLedger(
      key: stage.bank, arbiter: stage.arbiterKey.publicKey,
      funds: Int.random(in: 0..<20, using: &numbers) == 0 ? 499 : 500,
      time: time)
    loss = Int.random(in: 0...70, using: &numbers)
    deaf =
      Bool.random(using: &numbers)
      ? (Bool.random(using: &numbers) ? .originator : .responder, Int.random(in: 0..<40, using: &numbers)) : nil
    players = [
      .originator: Player(stage.side(.originator), at: Stage.start),
      .responder: Player(stage.side(.responder), at: Stage.start),
    ]
    self.numbers = numbers
  }

  /// What is unfair when all is over, judged by holdings alone; `nil` when nothing is.
  mutating func blow() async throws -> String? {
    for step in 0..<4_000 {
      let moves = moves()
      guard let move = moves.randomElement(using: &numbers) else { break }
      try await make(move, step)
      if let complaint { return complaint }
    }
    return verdict
  }

  private var verdict: String? {
    guard let originator = players[.originator], let responder = players[.responder] else { return "nobody is there" }
    guard let sold = originator.machine.outcome, let bought = responder.machine.outcome else {
      return "it does not end: \(Moves.words(originator.machine)) and \(Moves.words(responder.machine))"
    }
    let paid = ledger.endings.contains(.claimed)
    if hasGoods != paid { return "goods: \(hasGoods), paid: \(paid)" }
    if ledger.endings.contains(nil) { return "money is still locked" }
    if paid != (sold == .completed) || paid != (bought == .completed) { return "paid: \(paid), \(sold) and \(bought)" }
    for end in [sold, bought] {
      if case .wronged(let refusal) = end { return "an honest party is wronged: \(refusal)" }
    }
    if originator.asked.contains(.sign(.abort)), originator.asked.contains(where: isOpening) {
      return "the originator has opened and aborted"
    }
    return responder.asked.contains(.sign(.abort)) ? "the responder has aborted" : nil
  }

  private func isOpening(_ action: ExchangeAction) -> Bool {
    if case .sign(.open) = action { true } else { false }
  }

  private func moves() -> [Move] {
    let running = [ExchangeRole.originator, .responder].filter { players[$0]?.machine.isFinished == false }
    guard !running.isEmpty else { return [] }
    let due = running.flatMap { role in
      (players[role]?.machine.outstandingActions ?? []).filter(isDue).map { (role, $0) }
    }
    return letters.indices.map(Move.deliver) + due.map { Move.act($0.0, $0.1) }
      + running.map(Move.restart) + running.map(Move.giveUp)
      + (due.contains { isUrgent($0.1) } ? [] : [.clock, .clock])
  }

  private func isDue(_ action: ExchangeAction) -> Bool {
    switch action {
    case .wait(let until): until <= time.now()
    case .askArbiter(_, let notBefore): notBefore.map { $0 <= time.now() } ?? true
    case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .settlement: true
    }
  }

  private func isUrgent(_ action: ExchangeAction) -> Bool {
    if case .send = action { false } else { true }
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

  private mutating func make(_ move: Move, _ step: Int) async throws {
    switch move {
    case .act(let role, let action): try await perform(action, as: role)
    case .deliver(let index): try deliver(index, step)
    case .restart(let role): if chance(20) { try restart(role) }
    case .giveUp(let role): if chance(1) { hand(.giveUp, to: role) }
    case .clock: time.advance(by: Span(seconds: Int64.random(in: 1...120, using: &numbers)))
    }
  }

  private mutating func hand(_ event: ExchangeEvent, to role: ExchangeRole) {
    let now = time.now()
    players[role]?.take(event, at: now)
  }

  private mutating func restart(_ role: ExchangeRole) throws {
    if try players[role]?.restart() == false { complaint = "the \(role.rawValue) came back as another machine" }
  }

  /// Does what a machine asks for. Sometimes the process dies before the answer is journalled.
  private mutating func perform(_ action: ExchangeAction, as role: ExchangeRole) async throws {
    guard let event = try await answer(action, role) else { return }
    if chance(8) { try restart(role) } else { hand(event, to: role) }
  }

  private mutating func answer(_ action: ExchangeAction, _ role: ExchangeRole) async throws -> ExchangeEvent? {
    switch action {
    case .lock:
      do {
        var receipts = [SignedStatement]()
        for item in stage.side(role).items(of: role) {
          if let lock = stage.lock(item, of: role) { receipts.append(try await ledger.lock(lock).signed) }
        }
        return .locked(try stage.commitment(role, receipts: receipts))
      } catch let refusal as Refusal { return .lockRefused(refusal) }
    case .sign(let message): return .signed(try stage.sign(message, as: role))
    case .send(let statement):
      if letters.count < 4 { letters.append(Letter(to: role.peer, statement: statement)) }
      return nil
    case .fetchGoods: return .goodsFetched
    case .checkGoods(_, let secret):
      guard secret == stage.secrets.originator else { return nil }
      hasGoods = true
      return .goodsGood
    case .secure(let items, let means):
      return try await settle(items) { ledger, terms, item in
        switch means {
        case .opening(let secret):
          try await ledger.claim(terms, with: .opening(secret.opening(for: item.path))).signed
        case .decision(let decision): try await ledger.claim(terms, with: .decision(decision)).signed
        }
      } ending: {
        .secured($0)
      }
    case .release(let items, let decision):
      return try await settle(items) { ledger, terms, _ in
        try await ledger.refund(terms, with: decision).signed
      } ending: {
        .released($0)
      }
    case .askArbiter(let call, _): return try await ask(call, role)
    case .wait(let until): return .timePassed(until)
    case .settlement: return nil
    }
  }

  private func settle(
    _ items: [LockedItem], _ end: (TestLedger, LockTerms, LockedItem) async throws -> SignedStatement,
    ending: ([SignedStatement]) -> ExchangeEvent
  ) async throws -> ExchangeEvent {
    do {
      var outcomes = [SignedStatement]()
      for item in items {
        guard let signed = item.lockReceipt else { continue }
        let receipt = try VerifiedStatement<LockReceipt>(verifying: signed, keys: stage.terms.keys).content
        outcomes.append(try await end(ledger, receipt.terms, item))
      }
      return ending(outcomes)
    } catch let refusal as Refusal { return .securingRefused(refusal) }
  }

  private func ask(_ call: SignedStatement, _ role: ExchangeRole) async throws -> ExchangeEvent? {
    do {
      let answer = try await stage.arbiter.answer(call, at: time.now())
      guard let machine = players[role]?.machine else { return .arbiterRefused(Moves.denial) }
      return try stage.verifier.event(answer, for: machine, with: stage.reply)
    } catch let refusal as Refusal { return ArbiterDenial(refusal).map { .arbiterRefused($0) } }
  }

  /// Loses a letter, or delivers it and sometimes keeps it for another time.
  private mutating func deliver(_ index: Int, _ step: Int) throws {
    let letter = letters[index]
    let isLost = deaf.map { $0.role == letter.to && step >= $0.from } ?? false
    if isLost || chance(loss) {
      letters.remove(at: index)
      return
    }
    if !chance(25) { letters.remove(at: index) }
    let awaits = players[letter.to]?.machine.awaitsPeer == true
    if awaits, isAllowed(letter) { hand(.received(letter.statement), to: letter.to) }
    if !chance(loss) { hand(.delivered(letter.statement.digest), to: letter.to.peer) }
  }

  private func isAllowed(_ letter: Letter) -> Bool {
    guard let machine = players[letter.to]?.machine else { return false }
    do {
      try stage.verifier.admit(letter.statement, to: machine)
      return true
    } catch { return false }
  }
}
