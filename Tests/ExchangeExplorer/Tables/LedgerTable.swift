import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting

/// What ledger and registry do with each call on each lock or status, asked of them once for each case.
final class LedgerTable {
  /// How a lock or a credential stands; `undone` is also a credential that has turned invalid.
  enum Standing: Hashable {
    case absent, held, claimed, refunded, undone
    /// Under the agreement with this number.
    case settled(Int)
    /// Under the pledge with this number.
    case frozen(Int)
    /// It stands, and was freed before.
    case freed
  }

  /// What a lock was settled by.
  struct Settlement: Hashable {
    let agreement: Digest
    let paid: Money
  }

  enum Request: Hashable {
    case lock
    case claim(ItemOpening)
    case claimByDecision(SignedStatement)
    /// With a decision, or for a bond with an acceptance.
    case refund(SignedStatement)
    /// The payer's division, or the payee's pledge, brought by somebody with the other ledger's word where it needs one.
    case settle(SignedStatement, with: SignedStatement? = nil, by: Thumbprint)
    /// Under the payee's pledge, brought by somebody.
    case freeze(SignedStatement, by: Thumbprint)
    case release(SignedStatement, by: SignedStatement)
    /// Of divisions until the beginning, which have all run out when that is over.
    case lapse
    /// How the lock has ended, if it has.
    case look
  }

  struct Call: Hashable {
    let slot: Int
    let request: Request
  }

  enum Answer: Hashable {
    case done(SignedStatement)
    case refused(Refusal)
    /// The lock stands.
    case open
    /// Not now: it is asked again.
    case waiting
  }

  struct Effect {
    let standing: Standing
    let answer: Int
  }

  private let cast: Cast
  private(set) var slots: [Holding] = []
  private(set) var answers = Interner<Answer>()
  private(set) var settlements = Interner<Settlement>()
  private(set) var pledges = Interner<SignedStatement>()
  private var calls = Interner<Call>()

  func pledge(_ signed: SignedStatement) -> Int { pledges.intern(signed).number }

  /// The number of what a lock may be settled by.
  func settlement(_ agreement: Digest, _ paid: Money) -> Int {
    settlements.intern(Settlement(agreement: agreement, paid: paid)).number
  }

  /// For each call, by standing and whether it is late.
  private var effects: [[Effect?]] = []
  /// Requests that bring a lock to a standing.
  private var ways: [[Standing: [Request]]] = []
  private var receipts: [SignedStatement?] = []

  init(_ cast: Cast) { self.cast = cast }

  func slot(_ holding: Holding) -> Int {
    if let known = slots.firstIndex(of: holding) { return known }
    slots.append(holding)
    ways.append([.absent: []])
    receipts.append(nil)
    return slots.count - 1
  }

  func number(of call: Call) -> Int {
    let (number, isNew) = calls.intern(call)
    if isNew { effects.append(Array(repeating: nil, count: Standing.count * 2)) }
    return number
  }

  func call(_ number: Int) -> Call { calls[number] }

  /// `nil` when the ledger has not been asked yet.
  ///
  /// - Parameter instant: after the earliest, divisions have expired.
  func effect(of call: Int, at standing: Standing, _ instant: Instant) -> Effect? {
    effects[call][place(call, standing, instant)]
  }

  private func place(_ call: Int, _ standing: Standing, _ instant: Instant) -> Int {
    switch calls[call].request {
    case .lock, .claim, .claimByDecision, .refund, .release, .look: return standing.rawValue * 2
    case .settle, .freeze, .lapse: break
    }
    return standing.rawValue * 2 + (instant == .early ? 0 : 1)
  }

  func ask(_ number: Int, at standing: Standing, _ instant: Instant) async throws {
    let call = calls[number]
    let time = VirtualTime(now: Instant.start)
    let ledger = TestLedger(key: cast.ledger, arbiter: cast.arbiter.publicKey, funds: 1_000, time: time)
    let registry = TestRegistry(key: cast.registry, arbiter: cast.arbiter.publicKey, time: time)
    guard let way = ways[call.slot][standing] else {
      precondition(standing == .refunded, "a lock cannot stand like this yet")
      return setExpired(number, call, instant)
    }
    for request in way { _ = try await perform(request, slots[call.slot], ledger, registry) }
    if instant != .early { time.advance(by: Span(seconds: 1)) }
    let answer: Answer
    do {
      let statement = try await perform(call.request, slots[call.slot], ledger, registry)
      // Every asking makes a lock of its own, of which the first stands for all.
      if call.request == .lock {
        guard let receipt = receipts[call.slot] ?? statement else { preconditionFailure("a lock has a receipt") }
        receipts[call.slot] = receipt
        answer = .done(receipt)
      } else {
        answer = statement.map(Answer.done) ?? .open
      }
    } catch let refusal as Refusal {
      answer = refusal.code.isPassing ? .waiting : .refused(refusal)
    }
    let next = try await self.standing(slots[call.slot], ledger, registry)
    if ways[call.slot][next] == nil { ways[call.slot][next] = way + [call.request] }
    effects[number][place(number, standing, instant)] = Effect(standing: next, answer: answers.intern(answer).number)
  }

  /// A lock that went back by time alone, which no ledger does: nothing moves it any more.
  private func setExpired(_ number: Int, _ call: Call, _ instant: Instant) {
    let refusal = Refusal(.lockEnded, blame: .peer, "the lock has expired")
    let answer = call.request == .lock ? receipts[call.slot].map { Answer.done($0) } : nil
    effects[number][place(number, .refunded, instant)] = Effect(
      standing: .refunded, answer: answers.intern(answer ?? .refused(refusal)).number)
  }

  /// The receipt of a lock, which is the same whoever asks.
  func receipt(_ slot: Int) async throws -> SignedStatement {
    if receipts[slot] == nil { try await ask(number(of: Call(slot: slot, request: .lock)), at: .absent, .early) }
    guard let receipt = receipts[slot] else { preconditionFailure("the ledger has funds enough") }
    return receipt
  }

  private func perform(
    _ request: Request, _ holding: Holding, _ ledger: TestLedger, _ registry: TestRegistry
  ) async throws -> SignedStatement? {
    switch holding {
    case .lock(let terms): try await perform(request, terms, ledger)
    case .status(let terms):
      switch request {
      case .lock: try await registry.enter(terms).signed
      case .refund(let decision): try await registry.invalidate(terms, with: decision).signed
      case .claim, .claimByDecision, .settle, .freeze, .release, .lapse, .look:
        throw Refusal(.unknownKind, blame: .us, "nobody claims a credential's status")
      }
    }
  }

  private func perform(_ request: Request, _ terms: LockTerms, _ ledger: TestLedger) async throws -> SignedStatement? {
    switch request {
    case .lock: try await ledger.lock(terms).signed
    case .claim(let opening): try await ledger.claim(terms, with: .opening(opening)).signed
    case .claimByDecision(let decision): try await ledger.claim(terms, with: .decision(decision)).signed
    case .refund(let decision): try await ledger.refund(terms, with: decision).signed
    case .settle(let title, let word, let bringer): try await ledger.settle(title, with: word, by: bringer).signed
    case .freeze(let pledge, let bringer): try await ledger.freeze(pledge, by: bringer).signed
    case .release(let pledge, let word): try await ledger.release(pledge, by: word)
    case .lapse: try await ledger.lapse(terms, until: Instant.start)
    case .look: try ledger.outcome(of: terms)?.signed
    }
  }

  private func standing(
    _ holding: Holding, _ ledger: TestLedger, _ registry: TestRegistry
  ) async throws -> Standing {
    if case .status(let terms) = holding {
      return switch try await registry.isInvalid(terms) {
      case nil: .absent
      case false?: .held
      case true?: .undone
      }
    }
    guard case .lock(let terms) = holding, !ledger.endings.isEmpty else { return .absent }
    guard let outcome = try ledger.outcome(of: terms)?.content else {
      if let pledge = try ledger.pledge(freezing: terms) { return .frozen(pledges.intern(pledge).number) }
      return try ledger.wasReleased(terms) ? .freed : .held
    }
    switch outcome.ending {
    case .claimed: return .claimed
    case .refunded: return .refunded
    case .undone: return .undone
    case .settled:
      guard let agreement = outcome.agreement else { preconditionFailure("a settlement names its agreement") }
      return .settled(settlements.intern(Settlement(agreement: agreement, paid: outcome.paid)).number)
    }
  }
}
