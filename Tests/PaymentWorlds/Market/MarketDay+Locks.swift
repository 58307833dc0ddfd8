import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting

extension MarketDay {
  mutating func lock(_ system: any LockingSystem) async throws -> SchemeID? {
    guard let units = units(upTo: try await free(system)) else { return nil }
    if let own = try system.ownLocks() { return try await lock(units, system, with: own.purse) }
    return try await lockAgreed(units, system)
  }

  /// Where the managers do not bring purse and till together.
  private mutating func lock(
    _ units: Int64, _ system: any LockingSystem, with purse: any LockingPurse
  ) async throws -> SchemeID? {
    let drawn = drawLock(units, system)
    let receipt = try await market.patiently { try await purse.lock(drawn.terms) }
    note(drawn, system.scheme, receipt, agreed: nil)
    return system.scheme
  }

  private mutating func lockAgreed(_ units: Int64, _ system: any LockingSystem) async throws -> SchemeID? {
    let agreed = try await agree(units, with: system.scheme, demands: PaymentDemands(needsLock: true))
    guard agreed.terms.scheme == system.scheme else { return nil }
    let drawn = drawLock(units, system)
    let receipt: VerifiedStatement<LockReceipt>
    do {
      receipt = try await market.patiently { try await market.manager(of: .payer).lock(agreed, for: drawn.terms) }
    } catch let refusal as Refusal where isTooDear(refusal, system.scheme) {
      return system.scheme
    }
    let providers = await system.providers
    try await market.patiently { try verify(receipt.signed, drawn.terms, providers) }
    note(drawn, system.scheme, receipt, agreed: agreed)
    return system.scheme
  }

  private mutating func note(
    _ drawn: (secret: OpeningSecret, terms: LockTerms), _ scheme: SchemeID, _ receipt: VerifiedStatement<LockReceipt>,
    agreed: AgreedPayment?
  ) {
    books.hold(drawn.terms.amount.minorUnits, scheme)
    locks.append(
      Lock(
        terms: drawn.terms, secret: drawn.secret, scheme: scheme, ledger: receipt.content.ledger, agreed: agreed))
  }

  private mutating func drawLock(
    _ units: Int64, _ system: any LockingSystem
  ) -> (secret: OpeningSecret, terms: LockTerms) {
    let secret = OpeningSecret(using: &numbers)
    let terms = LockTerms(
      exchange: Digest(plain: numbers.bytes(32)), path: "payment", opening: secret.opening(for: "payment").digest,
      amount: Money(minorUnits: units, .euro), payee: system.payee, refund: system.deals.refund.thumbprint,
      arbiter: system.deals.arbiter.thumbprint)
    return (secret, terms)
  }

  // Not inlined, because the release optimiser of Swift 6.3.1 crashes on its typed throws in an async function.
  @inline(never)
  private func verify(_ receipt: SignedStatement, _ terms: LockTerms, _ providers: PaymentProviders) throws {
    _ = try market.manager(of: .payee).verifyLock(receipt, for: terms, trusting: providers)
  }

  /// Takes one of the standing locks off the list.
  private mutating func takeLock() -> Lock? {
    locks.indices.randomElement(using: &numbers).map { locks.remove(at: $0) }
  }

  mutating func claim() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    let claim = LockClaim.opening(lock.secret.opening(for: "payment"))
    try requireEnding(
      try await market.patiently {
        guard let agreed = lock.agreed else {
          return try await market.system(lock.scheme).ownLocks()?.till.claim(lock.terms, with: claim)
        }
        return try await market.manager(of: .payee).secure(lock.terms, of: agreed, with: claim)
      }, .claimed)
    try end(lock, paying: lock.terms.amount.minorUnits)
    return lock.scheme
  }

  mutating func abort() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    let system = market.system(lock.scheme)
    let decision = try system.deals.abort(of: lock.terms.exchange)
    try requireEnding(
      try await market.patiently {
        guard let agreed = lock.agreed else {
          return try await system.ownLocks()?.purse.refund(lock.terms, with: decision)
        }
        return try await market.manager(of: .payer).release(lock.terms, of: agreed, with: decision)
      }, .refunded)
    try end(lock, paying: 0)
    return lock.scheme
  }

  /// Both agree that the payee gets half.
  mutating func divide() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    let refund = market.system(lock.scheme).deals.refund
    let units = lock.terms.amount.minorUnits / 2
    let division = try VerifiedStatement(
      signing: LockDivision(
        terms: lock.terms, ledger: lock.ledger, paid: Money(minorUnits: units, .euro),
        agreement: Digest(plain: numbers.bytes(32)), until: market.time.now().advanced(by: Span(seconds: 3_600)),
        refund: refund.publicKey), with: [refund])
    let outcome = try await market.patiently {
      guard let agreed = lock.agreed else {
        return try await market.system(lock.scheme).ownLocks()?.till.settle(division.signed)
      }
      return try await market.manager(of: .payee).settle(division.signed, of: agreed)
    }
    try requireEnding(outcome, .settled)
    // The payer fetches what is left with the ledger's word.
    if let agreed = lock.agreed, let word = outcome?.signed {
      _ = try await market.patiently {
        try await market.manager(of: .payer).release(lock.terms, of: agreed, with: word)
      }
    }
    try end(lock, paying: units)
    return lock.scheme
  }

  private func requireEnding(_ outcome: VerifiedStatement<LockOutcome>?, _ ending: LockOutcome.Ending) throws {
    guard outcome?.content.ending == ending else {
      throw ConformanceFailure("the lock ended \(outcome.map { "\($0.content.ending)" } ?? "not at all")")
    }
  }

  /// What reached the payee goes back like any other payment.
  private mutating func end(_ lock: Lock, paying units: Int64) throws {
    books.hold(-lock.terms.amount.minorUnits, lock.scheme)
    books.move(units, to: .payee, lock.scheme)
    guard units > 0, let agreed = lock.agreed, Self.refundsLocks.contains(lock.scheme.name) else { return }
    let id = try market.manager(of: .payee).received(under: agreed.digest)
    paid.append(Paid(id: id, scheme: lock.scheme, left: units))
  }
}
