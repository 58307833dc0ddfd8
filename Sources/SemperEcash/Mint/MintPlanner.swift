import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Turns a verified request into a plan, or refuses what no state of the mint could make right. Pure.
///
/// Every refusal but `unavailable` stays right for ever.
struct MintPlanner: Sendable {
  let mint: Thumbprint
  let keys: MintKeys
  /// When the request came, or first came.
  let now: Timestamp
  /// Which candidate is chosen, should this be a refresh.
  let draw: Int
  /// Whether the request was decided on before, so that rules which have changed since do not matter.
  var isRepeated = false

  private var currency: Currency { keys.currency }

  func plan(_ order: MintOrder) throws -> MintPlan {
    let request = order.request
    let spent: Int64 =
      if case .recoup = order { 0 } else { try value(of: request.inputs, sealed: Self.seal(of: order)) }
    let made: Int64 = if case .reveal = order { 0 } else { try value(made: request.outputs) }
    switch order {
    case .withdraw(let order): return withdraw(order, made: made)
    case .deposit(let order): return try deposit(order, spent: spent, made: made)
    case .swap(let order):
      let fee = fees(of: request.inputs.map(\.key), \.refresh)
      try require(spent, equals: fee, plus: made)
      try requireNoChange(made)
      return plan(
        order, purpose: fee > 0 ? .refresh : nil, lines: [LedgerLine(.coins, -fee), LedgerLine(.fees, fee)],
        receipt: (.swap, made, nil, nil), fee: fee)
    case .recoup(let order): return try recoup(order)
    case .refresh(let order): return try refresh(order, spent: spent)
    case .reveal(let order): return try reveal(order)
    case .lock(let order):
      let amount = try units(order.content.terms.amount)
      try require(spent, equals: amount, plus: made)
      try requireNoChange(made)
      guard order.content.terms.settlement == nil else {
        throw Refusal(
          .limitExceeded, blame: .peer, "coins that are claimed cannot be taken back; lock without settlement")
      }
      return plan(
        order, purpose: .lock, lines: [LedgerLine(.coins, -amount), LedgerLine(.locks, amount)],
        lock: .make(order.content.terms))
    case .claim(let order):
      let amount = try units(order.content.terms.amount)
      try check(order.content)
      if !order.content.coins.isEmpty { return try claim(sealed: order, worth: spent) }
      return plan(
        order, purpose: .claim,
        lines: [LedgerLine(.locks, -amount), LedgerLine(.customer(order.content.account), amount)],
        lock: .end(order.content.terms, .claimed, paid: order.content.terms.amount))
    case .refund(let order):
      let terms = order.content.terms
      let amount = try units(terms.amount)
      if order.content.decision.kind == .lockOutcome { return try collect(order, made: made) }
      try require(amount, equals: 0, plus: made)
      try check(order.content)
      if !order.content.coins.isEmpty { return try refund(sealed: order, worth: spent) }
      return plan(
        order, purpose: .refund, lines: [LedgerLine(.locks, -amount), LedgerLine(.coins, amount)],
        lock: .end(terms, .refunded, paid: .zero(currency)))
    case .settle(let order): return try settle(order)
    case .freeze(let order): return try freeze(order)
    case .lapse(let order): return try lapse(order)
    }
  }

  /// What a settlement has left for the payer, who shows the mint's own word. The transaction holds it against the lock, so
  /// the word's signature need not be looked at.
  private func collect(_ order: VerifiedStatement<MintRefund>, made: Int64) throws -> MintPlan {
    let (terms, word) = (
      order.content.terms, try VerifiedStatement<LockOutcome>.content(of: order.content.decision)
    )
    guard order.content.refund.thumbprint == terms.refund else {
      throw Refusal(.wrongSigner, blame: .peer, "a refund is signed by the key that the lock names for it")
    }
    guard word.terms == terms, word.ending == .settled else {
      throw Refusal(.lockInvalid, blame: .peer, "this word is about another lock, or gives nothing back")
    }
    let rest = try units(terms.amount) - units(word.paid)
    try require(rest, equals: 0, plus: made)
    return plan(
      order, purpose: .refund, lines: [LedgerLine(.locks, -rest), LedgerLine(.coins, rest)],
      lock: .collect(terms, paid: word.paid))
  }

  func plan<Request: MintRequest>(
    _ order: VerifiedStatement<Request>, purpose: LedgerPosting.Purpose?, lines: [LedgerLine],
    lock: MintPlan.LockStep? = nil,
    receipt: (purpose: MintReceipt.Purpose, units: Int64, account: Thumbprint?, reference: Digest?)? = nil,
    fee: Int64 = 0
  ) -> MintPlan {
    let operation = order.content.header.operation
    let posting = purpose.map {
      LedgerPosting(operation: operation, purpose: $0, currency: currency, lines: lines, time: now)
    }
    return MintPlan(
      operation: operation, request: order.digest, bytes: order.signed.canonicalBytes, inputs: order.content.inputs,
      outputs: order.content.outputs, posting: posting, lock: lock,
      receipt: receipt.map {
        MintReceipt(
          mint: mint, operation: operation, request: order.digest, purpose: $0.purpose,
          amount: Money(minorUnits: $0.units, currency), account: $0.account, reference: $0.reference, issued: now,
          fee: fee > 0 ? Money(minorUnits: fee, currency) : nil)
      })
  }

  // MARK: Amounts and coins

  func units(_ amount: Money) throws(Refusal) -> Int64 {
    guard amount.currency == currency else {
      throw Refusal(.amountMismatch, blame: .peer, "this mint's money is \(currency)")
    }
    return amount.minorUnits
  }

  /// What the mint asks for coins under these keys.
  func fees(of ids: [Digest], _ fee: KeyPath<CoinFees, Int64>) -> Int64 {
    ids.reduce(0) { $0 + (keys[$1]?.fees[keyPath: fee] ?? 0) }
  }

  func require(_ spent: Int64, equals amount: Int64, plus made: Int64) throws(Refusal) {
    // Neither is below zero, so the difference is exact, however large the amount is that somebody names.
    guard spent - made == amount else {
      throw Refusal(.amountMismatch, blame: .peer, "what is spent is not the amount plus the coins to be made")
    }
  }

  /// Where change is given by refresh only, no other exchange of coins makes new ones.
  func requireNoChange(_ made: Int64) throws(Refusal) {
    guard keys.list.content.change == .refresh, made > 0, !isRepeated else { return }
    throw Refusal(
      .amountMismatch, blame: .peer, "this mint gives change by refresh only; refresh a coin and pay exactly")
  }

  /// The value of coins that are all genuine and accepted now.
  ///
  /// - Parameter seal: the terms that coins must be sealed with to be spent so; without any, coins must not be sealed at all.
  private func value(of inputs: [Coin], sealed seal: Digest?) throws -> Int64 {
    var sum: Int64 = 0
    for coin in inputs {
      guard coin.seal == seal else {
        throw Refusal(.lockInvalid, blame: .peer, "a sealed coin is had by the terms that it is sealed with only")
      }
      guard let key = keys[coin.key] else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin is not of this mint")
      }
      guard key.notBefore <= now else {
        throw Refusal(.unavailable, blame: .peer, "coins of this key are taken from \(key.notBefore) on")
      }
      guard !key.isRevoked(at: now) else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin's key was revoked; have it exchanged (mint-recoup)")
      }
      guard key.isSpendable(at: now) else {
        throw Refusal(.expired, blame: .peer, "a coin's time is over since \(key.spendEnd)")
      }
      guard try key.key.isValid(signature: coin.signature, over: coin.digest.bytes) else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin does not bear the mint's signature")
      }
      sum += key.denomination.units
    }
    return sum
  }

  /// The value of coins that can all be made now.
  func value(made outputs: [BlindedOutput]) throws(Refusal) -> Int64 { try value(made: outputs, at: now) }

  func value(made outputs: [BlindedOutput], at now: Timestamp) throws(Refusal) -> Int64 {
    var sum: Int64 = 0
    for output in outputs {
      guard let key = keys[output.key] else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin is asked for under a key that is not of this mint")
      }
      guard key.notBefore <= now else {
        throw Refusal(.unavailable, blame: .peer, "coins are made under this key from \(key.notBefore) on")
      }
      guard key.issues(at: now) else {
        throw Refusal(.expired, blame: .peer, "no more coins are made under this key; fetch the newest key list")
      }
      guard BlindSigningKey.accepts(output.blinded, for: key.key) else {
        throw Refusal(.malformed, blame: .peer, "a blinded message is as long as the modulus and below it")
      }
      sum += key.denomination.units
    }
    return sum
  }

  // MARK: Titles to a lock

  private func check(_ claim: MintClaim) throws(Refusal) {
    guard claim.payee.thumbprint == claim.terms.payee else {
      throw Refusal(.wrongSigner, blame: .peer, "a claim is signed by the key that the lock names as payee")
    }
    switch claim.title {
    case .opening(let opening):
      guard claim.terms.rule.opens, opening.digest == claim.terms.opening else {
        throw Refusal(.lockInvalid, blame: .peer, "this does not open the lock")
      }
    case .decision(let decision, let arbiter):
      try claim.terms.rule.requirePays(on: try claim.terms.verdict(of: decision, by: arbiter))
    }
  }

  private func check(_ refund: MintRefund) throws(Refusal) {
    guard refund.refund.thumbprint == refund.terms.refund else {
      throw Refusal(.wrongSigner, blame: .peer, "a refund is signed by the key that the lock names for it")
    }
    try refund.terms.requireReturned(by: refund.decision, arbiter: refund.arbiter)
  }
}
