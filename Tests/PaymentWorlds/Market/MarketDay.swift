import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting

/// Random operations of both sides with every payment system, each run to its end, with a count of all money after it. Now and then
/// a process is killed, and again in the middle of what follows.
package struct MarketDay {
  enum Operation: CaseIterable {
    case pay, payAndCancel, refund, authorise, capture, void, withdraw, deposit, lock, claim, abort, divide, collect
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
    let terms: LockTerms
    let secret: OpeningSecret
    let scheme: SchemeID
    let ledger: Thumbprint
    /// What was agreed; absent where the managers do not bring purse and till together.
    let agreed: AgreedPayment?
  }

  /// Whose payments under a lock are given back by their managers.
  static let refundsLocks: Set<String> = ["testmoney", "ecash", "set", "chipper"]
  /// One of so many operations follows on a kill.
  private static let killsEach = 6
  /// After so many operations all banks are audited, not only the one that was used.
  private static let auditsEach = 25

  let market: Market
  var numbers: SeededNumbers
  var books: MarketBooks
  var paid: [Paid] = []
  var holds: [Hold] = []
  var locks: [Lock] = []
  private(set) var number = 0
  /// How often each was done, by system and operation.
  package private(set) var done: [String: Int] = [:]

  package init(_ market: Market, seed: UInt64) {
    self.market = market
    numbers = SeededNumbers(seed)
    books = MarketBooks(market.systems)
  }

  /// Throws a `ConformanceFailure` at the first operation after which money is not where it should be.
  package mutating func run(_ count: Int) async throws {
    try await quiet()
    var finished = 0
    while finished < count {
      number += 1
      let operation = Operation.allCases[Int.random(in: Operation.allCases.indices, using: &numbers)]
      let system = market.systems[Int.random(in: market.systems.indices, using: &numbers)]
      if Int.random(in: 1...Self.killsEach, using: &numbers) == 1 { market.killSomebody(using: &numbers) }
      let used: SchemeID?
      do {
        used = try await perform(operation, system)
        try await quiet()
      } catch {
        throw ConformanceFailure("operation \(number), \(system.scheme) \(operation): \(error)")
      }
      guard let used else { continue }
      finished += 1
      done["\(used) \(operation)", default: 0] += 1
      let auditsAll = finished % Self.auditsEach == 0 || finished == count
      for system in market.systems {
        let isAudited = auditsAll || system.scheme == used
        var counted = books
        let complaint = try await market.patiently { try await counted.complaint(system, audited: isAudited) }
        books = counted
        if let complaint {
          throw ConformanceFailure("after operation \(number), \(used) \(operation): \(complaint)")
        }
      }
    }
  }

  /// What an operation was done with; `nil` when there was nothing to do it with.
  private mutating func perform(_ operation: Operation, _ system: any LockingSystem) async throws -> SchemeID? {
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
    }
  }

  // MARK: Drawing

  mutating func units(upTo most: Int64) -> Int64? {
    guard most >= 1 else { return nil }
    return Int64.random(in: 1...min(most, 20_00), using: &numbers)
  }

  mutating func key() throws -> IdempotencyKey { IdempotencyKey(try Nonce(bytes: numbers.bytes(32))) }

  /// What the payer can spend with a system. A bank that takes fees takes them from what is there.
  func free(_ system: any LockingSystem) async throws -> Int64 {
    let purse = try market.purse(system.scheme)
    if system.paymentClass == .accountBased {
      return try await market.patiently {
        try await market.manager(of: .payer).balanceAtBank(of: purse).available.minorUnits
      }
    }
    return try await market.patiently { try await market.manager(of: .payer).balance(of: purse).available.minorUnits }
      - system.mostFees
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
