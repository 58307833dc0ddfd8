import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// Money that is locked for an exchange: verified by the payee, and then secured, released or divided, and never two of these. A
/// system without locks says so, and refuses each of these calls by name.
enum LockBehaviours {
  static let all =
    [
      PaymentBehaviour("what is locked and verified is secured with its opening, once", securing),
      PaymentBehaviour("what is locked goes back with the arbiter's word alone", releasing),
      PaymentBehaviour("what is locked is divided as both agree", dividing),
      PaymentBehaviour("a lock is for what was agreed on", otherTerms),
    ]
    + ["payer", "payee", "bank"].map { party in
      PaymentBehaviour("the \(party) dies at every write of locks that are secured, released and divided") { stage in
        try await stage.law(moved: nil, lockThrice).verify([party])
      }
    }

  /// Whether the system locks. One that says that it does not has to refuse.
  private static func locks(_ actor: PaymentActor) async throws -> Bool {
    guard try await actor.system.purse(actor.archive).descriptor.properties.lock == .none else { return true }
    let lock = try await actor.agreeToLock("impossible", 3_00)
    let errors = [
      try await requireFailure("a lock of a system without") { try await actor.lock(lock) },
      try await requireFailure("securing without locks") { try await actor.secure(lock) },
      try await requireFailure("releasing without locks") { try await actor.release(lock) },
    ]
    for error in errors { try requireEqual((error as? Refusal)?.code, .notSupported, "the refusal") }
    return false
  }

  private static func requireOwned(_ units: Int64, by actor: PaymentActor) async throws {
    let (payer, payee) = try await (actor.system.wealth(of: .payer), actor.system.wealth(of: .payee))
    try requireEqual(payee, actor.system.grant + units, "what the payee has")
    try requireEqual(payer, actor.system.grant - units, "what the payer has")
  }

  private static func requireRefused(_ what: String, _ body: @Sendable () async throws -> Void) async throws {
    let error = try await requireFailure(what, body)
    try require(error is Refusal, "\(what) was not refused for good: \(error)")
  }

  /// 3.00 are secured, 2.00 go back, and of 2.00 more the payee gets one half.
  @Sendable static func lockThrice(_ actor: PaymentActor) async throws {
    guard try await locks(actor) else { return }
    try await actor.fill(20_00)
    let secured = try await actor.agreeToLock("secured", 3_00)
    try await actor.lock(secured)
    try requireEqual(try await actor.secure(secured).content.ending, .claimed, "what was secured")
    let released = try await actor.agreeToLock("released", 2_00)
    try await actor.lock(released)
    try requireEqual(try await actor.release(released).content.ending, .refunded, "what was released")
    let divided = try await actor.agreeToLock("divided", 2_00)
    let receipt = try await actor.lock(divided)
    let outcome = try await actor.divide(divided, paying: 1_00, at: receipt.content.ledger)
    try requireEqual(outcome.content.ending, .settled, "what was divided")
    try await actor.until("each has what is its own") {
      try await actor.system.wealth(of: .payee) == actor.system.grant + 4_00
    }
  }

  @Sendable private static func securing(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      guard try await locks(actor) else { return }
      try await actor.fill(20_00)
      let lock = try await actor.agreeToLock("deal", 5_00)
      let receipt = try await actor.lock(lock)
      try requireEqual(try await actor.lock(lock).digest, receipt.digest, "the same lock")
      try await requireOwned(0, by: actor)
      try await requireRefused("another opening") {
        _ = try await actor.secure(lock, with: PaymentLock.opening("other"))
      }
      try await requireOwned(0, by: actor)
      let outcome = try await actor.secure(lock)
      try requireEqual(outcome.content.ending, .claimed, "how it ended")
      try requireEqual(outcome.content.paid, actor.money(5_00), "what was paid")
      try requireEqual(try await actor.secure(lock).content, outcome.content, "the same ending")
      try await requireOwned(5_00, by: actor)
      let payee = try await actor.payee()
      let status = try await payee.status(of: payee.received(under: lock.agreed.digest))
      try requireEqual(status.state, .settled, "what the payee remembers")
      try await requireNoOther(ending: .claimed, of: lock, receipt.content.ledger, actor)
      try await requireOwned(5_00, by: actor)
    }
  }

  /// The first ending is the last: another is refused, or answered with how it has ended.
  private static func requireNoOther(
    ending: LockOutcome.Ending, of lock: PaymentLock, _ ledger: Thumbprint, _ actor: PaymentActor
  ) async throws {
    for other in [LockOutcome.Ending.claimed, .refunded, .settled] where other != ending {
      let outcome: VerifiedStatement<LockOutcome>
      do {
        switch other {
        case .claimed: outcome = try await actor.secure(lock)
        case .refunded: outcome = try await actor.release(lock)
        case .settled, .undone: outcome = try await actor.divide(lock, paying: 1_00, at: ledger)
        }
      } catch is Refusal {
        continue
      }
      try requireEqual(outcome.content.ending, ending, "how the lock has ended")
    }
  }

  @Sendable private static func releasing(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      guard try await locks(actor) else { return }
      try await actor.fill(20_00)
      let lock = try await actor.agreeToLock("deal", 5_00)
      let receipt = try await actor.lock(lock)
      let (keys, now) = (actor.system.lockKeys, actor.system.time.now())
      let words = [
        ("a stranger's abort", try keys.abort(of: lock.terms.exchange, by: SigningKey(), at: now)),
        ("the abort of another exchange", try keys.abort(of: Digest(plain: [1]), at: now)),
        ("the ledger's receipt", receipt.signed),
      ]
      for (name, word) in words {
        try await requireRefused(name) { _ = try await actor.release(lock, with: word) }
      }
      let outcome = try await actor.release(lock)
      try requireEqual(outcome.content.ending, .refunded, "how it ended")
      try requireEqual(try await actor.release(lock).content, outcome.content, "the same ending")
      try await requireOwned(0, by: actor)
      try await requireNoOther(ending: .refunded, of: lock, receipt.content.ledger, actor)
      try await requireOwned(0, by: actor)
    }
  }

  @Sendable private static func dividing(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      guard try await locks(actor) else { return }
      try await actor.fill(20_00)
      let lock = try await actor.agreeToLock("deal", 5_00)
      let receipt = try await actor.lock(lock)
      let outcome = try await actor.divide(lock, paying: 2_00, at: receipt.content.ledger)
      try requireEqual(outcome.content.ending, .settled, "how it ended")
      try requireEqual(outcome.content.paid, actor.money(2_00), "what the payee got")
      try await requireOwned(2_00, by: actor)
      try await requireNoOther(ending: .settled, of: lock, receipt.content.ledger, actor)
      try await requireOwned(2_00, by: actor)
    }
  }

  @Sendable private static func otherTerms(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      guard try await locks(actor) else { return }
      try await actor.fill(20_00)
      let lock = try await actor.agreeToLock("deal", 5_00)
      let other = try await actor.agreeToLock("other", 4_00)
      let error = try await requireFailure("a lock of another amount") {
        try await actor.manager.lock(lock.agreed, for: other.terms)
      }
      try requireEqual((error as? Refusal)?.code, .amountMismatch, "the refusal")
      let receipt = try await actor.lock(lock)
      let providers = await actor.system.providers
      for (terms, known) in [(other.terms, providers), (lock.terms, PaymentProviders([]))] {
        let error = try await requireFailure("a receipt for other terms, or of an unknown ledger") {
          try actor.verify(receipt.signed, terms, known)
        }
        try require(error is Refusal, "that was not refused for good: \(error)")
      }
      _ = try await actor.release(lock)
    }
  }
}
