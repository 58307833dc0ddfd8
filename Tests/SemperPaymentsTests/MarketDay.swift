import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney
import SemperTesting

/// Random operations of both sides with every payment system, each run to its end, with what should be owned after it.
struct MarketDay {
  private enum Operation: CaseIterable {
    case payMoney, payCash, refund, authorise, capture, void, withdraw, deposit, lockAndClaim, lockAndAbort,
      lockAndDivide, payAndCancel
  }

  private let market: Market
  private var numbers: SeededNumbers
  private var expected: [SchemeID: Market.Expected]
  private var paid: [(id: PaymentID, scheme: SchemeID, left: Int64)] = []
  private var held: [(id: PaymentID, left: Int64, isTouched: Bool)] = []
  private var coins: Int64 = 0
  private var number = 0
  private(set) var done: [String: Int] = [:]

  private static let money = TestMoneyPurse.scheme
  private static let cash = EcashPaymentPurse.scheme

  init(_ market: Market, seed: UInt64) {
    self.market = market
    numbers = SeededNumbers(seed)
    expected = [
      Self.money: Market.Expected(payer: market.money.grant, payee: market.money.grant),
      Self.cash: Market.Expected(payer: market.cash.grant, payee: market.cash.grant),
    ]
  }

  /// Throws a `ConformanceFailure` at the first operation after which money is not where it should be.
  mutating func run(_ count: Int) async throws {
    while number < count {
      number += 1
      guard let operation = Operation.allCases.randomElement(using: &numbers) else { return }
      do {
        try await perform(operation)
      } catch {
        throw ConformanceFailure("operation \(number), \(operation): \(error)")
      }
      done["\(operation)", default: 0] += 1
      if let complaint = try await market.complaint(expected) {
        throw ConformanceFailure("after operation \(number), \(operation): \(complaint)")
      }
    }
  }

  private mutating func units(upTo most: Int64) -> Int64? {
    guard most >= 1 else { return nil }
    return Int64.random(in: 1...min(most, 20_00), using: &numbers)
  }

  private mutating func key() throws -> IdempotencyKey {
    IdempotencyKey(try Nonce(bytes: numbers.bytes(32)))
  }

  private mutating func change(_ scheme: SchemeID, _ body: (inout Market.Expected) -> Void) {
    body(&expected[scheme, default: Market.Expected(payer: 0, payee: 0)])
  }

  private mutating func perform(_ operation: Operation) async throws {
    switch operation {
    case .payMoney: try await pay(Self.money, cancelling: false)
    case .payCash: try await pay(Self.cash, cancelling: false)
    case .payAndCancel: try await pay(Bool.random(using: &numbers) ? Self.money : Self.cash, cancelling: true)
    case .refund: try await refund()
    case .authorise: try await authorise()
    case .capture: try await capture()
    case .void: try await void()
    case .withdraw: try await withdraw()
    case .deposit: try await deposit()
    case .lockAndClaim, .lockAndAbort, .lockAndDivide: try await lock(operation)
    }
  }

  private func free(_ scheme: SchemeID) -> Int64 {
    scheme == Self.cash ? coins : expected[Self.money]?.payer ?? 0
  }

  // MARK: Paying

  private mutating func pay(_ scheme: SchemeID, cancelling: Bool) async throws {
    guard let units = units(upTo: free(scheme)) else { return }
    let agreed = try await market.agree(number, units, with: scheme)
    // The preferred system is taken only where its purse suffices.
    let taken = agreed.terms.scheme
    let theirs = try await market.payee.receive(agreed)
    let own = try await market.payer.pay(agreed)
    if cancelling { _ = try await market.payer.cancel(own) }
    let end = try await market.payer.outcome(of: own).state
    try await settle(theirs, to: end == .settled ? [.settled] : [.cancelled, .failed])
    guard end == .settled else { return }
    change(taken) {
      $0.payer -= units
      $0.payee += units
    }
    if taken == Self.cash { coins -= units }
    paid.append((theirs, taken, units))
  }

  /// Waits until an operation of the payee's has ended so.
  private func settle(_ id: PaymentID, to states: Set<PaymentState>) async throws {
    for _ in 0..<600 {
      let state = try await market.payee.status(of: id).state
      if states.contains(state) { return }
      try await market.time.wait(until: market.time.now().advanced(by: Span(seconds: 1)))
    }
    throw ConformanceFailure("the payee never came to \(states)")
  }

  private mutating func refund() async throws {
    guard let index = paid.indices.randomElement(using: &numbers), let units = units(upTo: paid[index].left) else {
      return
    }
    let (id, scheme, _) = paid[index]
    let refund = try await market.payee.refund(
      id, amount: Money(minorUnits: units, .euro), reason: "returned", key: key())
    try await settle(refund, to: [.settled])
    try await quiet()
    paid[index].left -= units
    change(scheme) {
      $0.payer += units
      $0.payee -= units
    }
    if scheme == Self.cash { coins += units }
  }

  /// Waits until nobody has anything to do.
  private func quiet() async throws {
    for _ in 0..<600 {
      let (own, theirs) = (try await market.payer.open(), try await market.payee.open())
      if own.isEmpty, theirs.isEmpty { return }
      try await market.time.wait(until: market.time.now().advanced(by: Span(seconds: 1)))
    }
    throw ConformanceFailure("operations never ended")
  }

  // MARK: Account

  private mutating func authorise() async throws {
    guard let units = units(upTo: free(Self.money)) else { return }
    let agreed = try await market.agree(number, units, with: Self.money)
    guard agreed.terms.scheme == Self.money else { return }
    let theirs = try await market.payee.authorise(agreed)
    let own = try await market.payer.pay(agreed)
    try requireState(try await market.payer.outcome(of: own), .held)
    try await settle(theirs, to: [.held])
    change(Self.money) {
      $0.payer -= units
      $0.held += units
    }
    held.append((theirs, units, false))
  }

  private mutating func capture() async throws {
    guard let index = held.indices.randomElement(using: &numbers), let units = units(upTo: held[index].left) else {
      return
    }
    let id = try await market.payee.capture(
      held[index].id, amount: Money(minorUnits: units, .euro), key: key())
    try requireState(try await market.payee.outcome(of: id), .settled)
    held[index].left -= units
    held[index].isTouched = true
    change(Self.money) {
      $0.held -= units
      $0.payee += units
    }
  }

  private mutating func void() async throws {
    guard let index = held.indices.randomElement(using: &numbers) else { return }
    let (hold, units, isTouched) = held[index]
    guard !isTouched else {
      let wish = try key()
      do {
        _ = try await market.payee.void(hold, key: wish)
      } catch is Refusal {
        return
      }
      throw ConformanceFailure("what was captured in part was voided")
    }
    let id = try await market.payee.void(hold, key: key())
    try requireState(try await market.payee.outcome(of: id), .settled)
    held.remove(at: index)
    change(Self.money) {
      $0.held -= units
      $0.payer += units
    }
  }

  private func requireState(_ status: PaymentStatus, _ state: PaymentState) throws {
    guard status.state == state else {
      throw ConformanceFailure("\(status.kind) ended \(status.state) (\(status.refusal?.detail ?? ""))")
    }
  }

  // MARK: Cash

  private mutating func withdraw() async throws {
    guard let units = units(upTo: (expected[Self.cash]?.payer ?? 0) - coins) else { return }
    let id = try await market.payer.withdraw(
      Money(minorUnits: units, .euro), into: market.payerPurse, key: key())
    try requireState(try await market.payer.outcome(of: id), .settled)
    coins += units
  }

  private mutating func deposit() async throws {
    guard let units = units(upTo: coins) else { return }
    let id = try await market.payer.deposit(
      Money(minorUnits: units, .euro), from: market.payerPurse, key: key())
    try requireState(try await market.payer.outcome(of: id), .settled)
    coins -= units
  }

  private mutating func lock(_ operation: Operation) async throws {
    let scheme = Bool.random(using: &numbers) ? Self.money : Self.cash
    guard let units = units(upTo: free(scheme)) else { return }
    let agreed = try await market.agree(number, units, with: scheme, demands: PaymentDemands(needsLock: true))
    let isCash = agreed.terms.scheme == Self.cash
    let deals = isCash ? EcashUnderTest.deals : TestMoneyUnderTest.deals
    let payee = isCash ? EcashUnderTest.key(.payee) : TestMoneyUnderTest.key(.payee)
    let secret = try OpeningSecret(bytes: numbers.bytes(32))
    let terms = LockTerms(
      exchange: Digest(plain: numbers.bytes(32)), path: "payment", opening: secret.opening(for: "payment").digest,
      amount: agreed.terms.amount, payee: payee.thumbprint, refund: deals.refund.thumbprint,
      arbiter: deals.arbiter.thumbprint)
    let receipt = try await market.payer.lock(agreed, for: terms)
    let providers = isCash ? market.cash.providers : market.money.providers
    _ = try market.payee.verifyLock(receipt.signed, for: terms, trusting: providers)
    var paid: Int64 = 0
    switch operation {
    case .lockAndAbort:
      _ = try await market.payer.release(terms, of: agreed, with: deals.abort(of: terms.exchange))
    case .lockAndDivide: paid = try await divide(terms, agreed, at: receipt.content.ledger, deals)
    case .payMoney, .payCash, .refund, .authorise, .capture, .void, .withdraw, .deposit, .lockAndClaim, .payAndCancel:
      _ = try await market.payee.secure(terms, of: agreed, with: .opening(secret.opening(for: "payment")))
      paid = units
    }
    if isCash { coins -= paid }
    change(agreed.terms.scheme) {
      $0.payer -= paid
      $0.payee += paid
    }
    // Goes back like any other payment.
    if paid > 0 { self.paid.append((market.payee.received(under: agreed.digest), agreed.terms.scheme, paid)) }
  }

  private mutating func divide(
    _ terms: LockTerms, _ agreed: AgreedPayment, at ledger: Thumbprint, _ deals: TestDeals
  ) async throws -> Int64 {
    let paid = terms.amount.minorUnits / 2
    let division = try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: Money(minorUnits: paid, .euro),
        agreement: Digest(plain: numbers.bytes(32)), until: market.time.now().advanced(by: Span(seconds: 60)),
        refund: deals.refund.publicKey), with: [deals.refund])
    let outcome = try await market.payee.settle(division.signed, of: agreed)
    _ = try await market.payer.release(terms, of: agreed, with: outcome.signed)
    return paid
  }
}
