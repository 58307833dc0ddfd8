import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Synchronization

/// Random operations of both sides with every payment system, some of them at the same time, each run to its end, with a count of all
/// money when those of a time have ended. Now and then a process is killed, and again in the middle of what follows.
package final class MarketDay: Sendable {
  enum Operation: CaseIterable {
    case pay, payAndCancel, refund, authorise, capture, void, withdraw, deposit, lock, claim, abort, divide, collect
    case seal, restore
  }

  struct Paid {
    let id: PaymentID
    let scheme: SchemeID
    var left: Int64
  }

  struct Hold {
    let id: PaymentID
    let scheme: SchemeID
    var left: Int64
    var isTouched = false
  }

  struct Lock {
    enum Way {
      /// Between purse and till that the managers have brought together.
      case agreed(AgreedPayment)
      case sealed(SealedPayment)
    }

    let terms: LockTerms
    let secret: OpeningSecret
    let scheme: SchemeID
    let ledger: Thumbprint
    let way: Way
  }

  private struct State {
    var numbers: SeededNumbers
    var books: MarketBooks
    var paid: [Paid] = []
    var holds: [Hold] = []
    var locks: [Lock] = []
    var number = 0
    var deals = 0
    var hasRestored = false
    /// What operations that run now may spend, by where it lies.
    var reserved: [String: Int64] = [:]
    var done: [String: Int] = [:]
  }

  private struct Begun: Sendable {
    let number: Int
    let operation: Operation
    let system: any LockingSystem
  }

  /// One of so many operations follows on a kill.
  private static let killsEach = 6
  /// After so many operations all banks are audited, not only the one that was used.
  private static let auditsEach = 25
  /// How many operations run at once, each as often as the others.
  private static let atOnce = [1, 1, 2, 3]

  let market: Market
  /// Whether the purse is once restored from its seed.
  let restores: Bool
  private let state: Mutex<State>

  package init(_ market: Market, seed: UInt64, restoring: Bool = false) {
    self.market = market
    restores = restoring
    state = Mutex(State(numbers: SeededNumbers(seed), books: MarketBooks(market.systems)))
  }

  // All that runs in a market runs one after the other between two waits, so that what is read is what is changed.

  var numbers: SeededNumbers {
    get { state.withLock(\.numbers) }
    set { state.withLock { $0.numbers = newValue } }
  }
  var books: MarketBooks {
    get { state.withLock(\.books) }
    set { state.withLock { $0.books = newValue } }
  }
  var paid: [Paid] {
    get { state.withLock(\.paid) }
    set { state.withLock { $0.paid = newValue } }
  }
  var holds: [Hold] {
    get { state.withLock(\.holds) }
    set { state.withLock { $0.holds = newValue } }
  }
  var locks: [Lock] {
    get { state.withLock(\.locks) }
    set { state.withLock { $0.locks = newValue } }
  }
  /// How often each was done, by system and operation.
  package var done: [String: Int] { state.withLock(\.done) }

  func nextDeal() -> Int {
    state.withLock { state in
      state.deals += 1
      return state.deals
    }
  }

  /// Whether nobody has restored before.
  func beginRestoring() -> Bool {
    state.withLock { state in
      defer { state.hasRestored = true }
      return !state.hasRestored
    }
  }

  /// Throws a `ConformanceFailure` after the first operations after which money is not where it should be.
  package func run(_ count: Int) async throws {
    try await quiet()
    var finished = 0
    while finished < count {
      let begun = begin(atMost: count - finished)
      let used = try await together(begun)
      state.withLock { $0.reserved = [:] }
      guard !used.isEmpty else { continue }
      let auditsAll = (finished + used.count) / Self.auditsEach > finished / Self.auditsEach
      finished += used.count
      for system in market.systems {
        let isAudited = auditsAll || finished == count || used.contains(system.scheme)
        var counted = books
        let complaint = try await market.patiently { () async throws -> String? in
          try await counted.complaint(system, audited: isAudited)
        }
        books = counted
        if let complaint { throw ConformanceFailure("after operation \(Self.names(begun)): \(complaint)") }
      }
    }
  }

  private func begin(atMost most: Int) -> [Begun] {
    let count = min(Self.atOnce[Int.random(in: Self.atOnce.indices, using: &numbers)], most)
    return (0..<count).map { _ in
      let number = state.withLock { state in
        state.number += 1
        return state.number
      }
      let operation = Operation.allCases[Int.random(in: Operation.allCases.indices, using: &numbers)]
      let system = market.systems[Int.random(in: market.systems.indices, using: &numbers)]
      if Int.random(in: 1...Self.killsEach, using: &numbers) == 1 { market.killSomebody(using: &numbers) }
      return Begun(number: number, operation: operation, system: system)
    }
  }

  private static func names(_ begun: [Begun]) -> String {
    begun.map { "\($0.number), \($0.system.scheme) \($0.operation)" }.joined(separator: " with ")
  }

  /// Runs them at once until nobody has anything to do; gives what each was done with.
  private func together(_ begun: [Begun]) async throws -> [SchemeID] {
    do {
      let used = try await withThrowingTaskGroup(of: (Int, SchemeID?).self) { group in
        for (index, one) in begun.enumerated() {
          group.addTask { (index, try await self.perform(one.operation, one.system)) }
        }
        var used = [SchemeID?](repeating: nil, count: begun.count)
        for try await (index, scheme) in group { used[index] = scheme }
        return used
      }
      try await quiet()
      for (one, scheme) in zip(begun, used) {
        guard let scheme else { continue }
        state.withLock { $0.done["\(scheme) \(one.operation)", default: 0] += 1 }
      }
      return used.compactMap { $0 }
    } catch {
      throw ConformanceFailure("operation \(Self.names(begun)): \(error)")
    }
  }

  /// What an operation was done with; `nil` when there was nothing to do it with.
  private func perform(_ operation: Operation, _ system: any LockingSystem) async throws -> SchemeID? {
    switch operation {
    case .pay: try await pay(system, cancelling: false)
    case .payAndCancel: try await pay(system, cancelling: true)
    case .refund: try await refund()
    case .authorise: try await authorise(system)
    case .capture: try await capture()
    case .void: try await void()
    case .withdraw: try await withdraw(system)
    case .deposit: try await deposit(system)
    case .lock: try await lock(system)
    case .claim: try await claim()
    case .abort: try await abort()
    case .divide: try await divide()
    case .collect: try await collect(system)
    case .seal: try await seal(system)
    case .restore: try await restore(system)
    }
  }

  // MARK: Drawing

  func units(upTo most: Int64) -> Int64? {
    guard most >= 1 else { return nil }
    return Int64.random(in: 1...min(most, 20_00), using: &numbers)
  }

  func key() throws -> IdempotencyKey { IdempotencyKey(try Nonce(bytes: numbers.bytes(32))) }

  /// So much of what lies somewhere, beside what others are spending of it; a bank that takes fees takes them from there too.
  func draw(upTo there: Int64, from place: String, _ system: any LockingSystem) -> Int64? {
    let reserved = state.withLock { $0.reserved[place, default: 0] }
    guard let units = units(upTo: there - reserved - system.mostFees) else { return nil }
    state.withLock { $0.reserved[place, default: 0] += units + system.mostFees }
    return units
  }

  /// What the payer spends now with a system.
  func drawToSpend(_ system: any LockingSystem) async throws -> Int64? {
    let purse = try market.purse(system.scheme)
    guard system.paymentClass == .accountBased else {
      let there = try await market.patiently {
        try await market.manager(of: .payer).balance(of: purse).available.minorUnits
      }
      return draw(upTo: there, from: "purse of \(system.scheme)", system)
    }
    let there = try await market.patiently {
      try await market.manager(of: .payer).balanceAtBank(of: purse).available.minorUnits
    }
    return draw(upTo: there, from: "account of \(system.scheme)", system)
  }

  // MARK: Waiting

  /// How an operation of one side ended, whoever died meanwhile.
  func outcome(_ party: PaymentParty, _ id: PaymentID) async throws -> PaymentStatus {
    try await market.patiently { try await market.manager(of: party).outcome(of: id) }
  }

  func requireState(_ status: PaymentStatus, _ states: Set<PaymentState>) throws {
    guard states.contains(status.state) else {
      throw ConformanceFailure("\(status.kind) ended \(status.state) (\(status.refusal?.detail ?? ""))")
    }
  }

  /// Waits until nobody has anything to do, and all who were killed are back.
  private func quiet() async throws {
    for _ in 0..<3_600 {
      if market.isUp {
        let open = try await market.patiently {
          try await market.manager(of: .payer).open().count + market.manager(of: .payee).open().count
        }
        try await market.patiently { for system in market.systems { try await system.finish() } }
        if open == 0, market.isUp { return }
      }
      try await market.pause()
    }
    throw ConformanceFailure("operations never ended")
  }
}
