import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting

/// What ledger and registry do with each call on each lock or status, asked of them once for each case.
final class LedgerTable {
  /// How a lock or a credential stands; `undone` is also a credential that has turned invalid.
  enum Standing: Int, Hashable, CaseIterable {
    case absent, held, claimed, refunded, settled, undone
  }

  enum Request: Hashable {
    case lock
    case claim(ItemOpening)
    case claimByDecision(SignedStatement)
    /// With a decision, or for a bond with an acceptance.
    case refund(SignedStatement)
  }

  struct Call: Hashable {
    let slot: Int
    let request: Request
  }

  enum Answer: Hashable {
    case done(SignedStatement)
    case refused(Refusal)
  }

  struct Effect {
    let standing: Standing
    let answer: Int
  }

  private let cast: Cast
  private(set) var slots: [Holding] = []
  private(set) var answers = Interner<Answer>()
  private var calls = Interner<Call>()
  /// For each call and standing.
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
    if isNew { effects.append(Array(repeating: nil, count: Standing.allCases.count)) }
    return number
  }

  func call(_ number: Int) -> Call { calls[number] }

  /// `nil` when the ledger has not been asked yet.
  func effect(of call: Int, at standing: Standing) -> Effect? { effects[call][standing.rawValue] }

  func ask(_ number: Int, at standing: Standing) async throws {
    let call = calls[number]
    let time = VirtualTime(now: Instant.start)
    let ledger = TestLedger(key: cast.ledger, arbiter: cast.arbiter.publicKey, funds: 1_000, time: time)
    let registry = TestRegistry(key: cast.registry, arbiter: cast.arbiter.publicKey, time: time)
    guard let way = ways[call.slot][standing] else {
      precondition(standing == .refunded, "a lock cannot stand like this yet")
      return setExpired(number, call)
    }
    for request in way { _ = try await perform(request, slots[call.slot], ledger, registry) }
    let answer: Answer
    do {
      let statement = try await perform(call.request, slots[call.slot], ledger, registry)
      // Every asking makes a lock of its own, of which the first stands for all.
      if call.request == .lock {
        let receipt = receipts[call.slot] ?? statement
        receipts[call.slot] = receipt
        answer = .done(receipt)
      } else {
        answer = .done(statement)
      }
    } catch let refusal as Refusal {
      answer = .refused(refusal)
    }
    let next = try await self.standing(slots[call.slot], ledger, registry)
    if ways[call.slot][next] == nil { ways[call.slot][next] = way + [call.request] }
    effects[number][standing.rawValue] = Effect(standing: next, answer: answers.intern(answer).number)
  }

  /// A lock that went back by time alone, which no ledger does: nothing moves it any more.
  private func setExpired(_ number: Int, _ call: Call) {
    let refusal = Refusal(.lockEnded, blame: .peer, "the lock has expired")
    let answer = call.request == .lock ? receipts[call.slot].map { Answer.done($0) } : nil
    effects[number][Standing.refunded.rawValue] = Effect(
      standing: .refunded, answer: answers.intern(answer ?? .refused(refusal)).number)
  }

  /// The receipt of a lock, which is the same whoever asks.
  func receipt(_ slot: Int) async throws -> SignedStatement {
    if receipts[slot] == nil { try await ask(number(of: Call(slot: slot, request: .lock)), at: .absent) }
    guard let receipt = receipts[slot] else { preconditionFailure("the ledger has funds enough") }
    return receipt
  }

  private func perform(
    _ request: Request, _ holding: Holding, _ ledger: TestLedger, _ registry: TestRegistry
  ) async throws -> SignedStatement {
    switch holding {
    case .lock(let terms): try await perform(request, terms, ledger)
    case .status(let terms):
      switch request {
      case .lock: try await registry.enter(terms).signed
      case .refund(let decision): try await registry.invalidate(terms, with: decision).signed
      case .claim, .claimByDecision: throw Refusal(.unknownKind, blame: .us, "nobody claims a credential's status")
      }
    }
  }

  private func perform(_ request: Request, _ terms: LockTerms, _ ledger: TestLedger) async throws -> SignedStatement {
    switch request {
    case .lock: try await ledger.lock(terms).signed
    case .claim(let opening): try await ledger.claim(terms, with: .opening(opening)).signed
    case .claimByDecision(let decision): try await ledger.claim(terms, with: .decision(decision)).signed
    case .refund(let decision): try await ledger.refund(terms, with: decision).signed
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
    guard let ending = ledger.endings.first else { return .absent }
    return switch ending {
    case nil: .held
    case .claimed: .claimed
    case .refunded: .refunded
    case .settled: .settled
    case .undone: .undone
    }
  }
}
