import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting

extension MarketDay {
  func lock(_ system: any LockingSystem) async throws -> SchemeID? {
    guard let units = try await drawToSpend(system) else { return nil }
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
    note(drawn, system.scheme, receipt.content.ledger, .agreed(agreed))
    return system.scheme
  }

  /// Money in coins that are sealed with the terms of a lock, which the payee checks by itself.
  func seal(_ system: any LockingSystem) async throws -> SchemeID? {
    guard try system.sealing() != nil, let units = try await drawToSpend(system) else { return nil }
    let drawn = drawLock(units, system)
    let payment: SealedPayment
    do {
      payment = try await market.patiently { try await sealing(system).purse.seal(drawn.terms) }
    } catch let refusal as Refusal where isTooDear(refusal, system.scheme) {
      return system.scheme
    }
    let later = market.time.now().advanced(by: Span(seconds: 86_400))
    try payment.check(try sealing(system).keys, until: later)
    note(drawn, system.scheme, try sealing(system).purse.ledger, .sealed(payment))
    return system.scheme
  }

  private func sealing(_ system: any LockingSystem) throws -> SealingEnds {
    guard let ends = try system.sealing() else { throw ConformanceFailure("\(system.scheme) seals no more") }
    return ends
  }

  private func note(
    _ drawn: (secret: OpeningSecret, terms: LockTerms), _ scheme: SchemeID, _ ledger: Thumbprint, _ way: Lock.Way
  ) {
    books.hold(drawn.terms.amount.minorUnits, scheme)
    locks.append(Lock(terms: drawn.terms, secret: drawn.secret, scheme: scheme, ledger: ledger, way: way))
  }

  private func drawLock(
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
  private func takeLock() -> Lock? {
    locks.indices.randomElement(using: &numbers).map { locks.remove(at: $0) }
  }

  func claim() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    let (claim, system) = (LockClaim.opening(lock.secret.opening(for: "payment")), market.system(lock.scheme))
    try requireEnding(
      try await market.patiently {
        switch lock.way {
        case .agreed(let agreed):
          try await market.manager(of: .payee).secure(lock.terms, of: agreed, with: claim)
        case .sealed(let payment): try await sealing(system).till.claim(payment, with: claim)
        }
      }, .claimed)
    try await giveUpSealed(lock)
    try end(lock, paying: lock.terms.amount.minorUnits)
    return lock.scheme
  }

  /// The payer learns that its sealed coins are the payee's now.
  private func giveUpSealed(_ lock: Lock) async throws {
    guard case .sealed = lock.way else { return }
    let system = market.system(lock.scheme)
    let ending = try await market.patiently { try await sealing(system).purse.ending(sealed: lock.terms) }
    guard ending?.content.ending == .claimed else { throw ConformanceFailure("the mint knows nothing of the claim") }
  }

  func abort() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    let system = market.system(lock.scheme)
    let decision = try system.deals.abort(of: lock.terms.exchange)
    try requireEnding(
      try await market.patiently {
        switch lock.way {
        case .agreed(let agreed):
          try await market.manager(of: .payer).release(lock.terms, of: agreed, with: decision)
        case .sealed: try await sealing(system).purse.refund(sealed: lock.terms, with: decision)
        }
      }, .refunded)
    try end(lock, paying: 0)
    return lock.scheme
  }

  /// Both agree that the payee gets half.
  func divide() async throws -> SchemeID? {
    guard let lock = takeLock() else { return nil }
    guard case .agreed(let agreed) = lock.way else {
      locks.append(lock)
      return nil
    }
    let refund = market.system(lock.scheme).deals.refund
    let units = lock.terms.amount.minorUnits / 2
    let division = try VerifiedStatement(
      signing: LockDivision(
        terms: lock.terms, ledger: lock.ledger, paid: Money(minorUnits: units, .euro),
        agreement: Digest(plain: numbers.bytes(32)), until: market.time.now().advanced(by: Span(seconds: 3_600)),
        refund: refund.publicKey), with: [refund])
    let outcome = try await market.patiently {
      try await market.manager(of: .payee).settle(division.signed, of: agreed)
    }
    try requireEnding(outcome, .settled)
    // The payer fetches what is left with the ledger's word.
    _ = try await market.patiently {
      try await market.manager(of: .payer).release(lock.terms, of: agreed, with: outcome.signed)
    }
    try end(lock, paying: units)
    return lock.scheme
  }

  private func requireEnding(_ outcome: VerifiedStatement<LockOutcome>, _ ending: LockOutcome.Ending) throws {
    guard outcome.content.ending == ending else {
      throw ConformanceFailure("the lock ended \(outcome.content.ending)")
    }
  }

  /// What reached the payee goes back like any other payment.
  private func end(_ lock: Lock, paying units: Int64) throws {
    books.hold(-lock.terms.amount.minorUnits, lock.scheme)
    books.move(units, to: .payee, lock.scheme)
    guard units > 0, case .agreed(let agreed) = lock.way else { return }
    let id = try market.manager(of: .payee).received(under: agreed.digest)
    paid.append(Paid(id: id, scheme: lock.scheme, left: units))
  }
}
