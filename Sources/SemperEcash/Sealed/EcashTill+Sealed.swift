public import SemperCryptography
import SemperModel
public import SemperPayments

extension EcashTill {
  /// Has the money of a sealed payment in the payee's account, with the opening or the arbiter's resolution. Repeated, it gives the outcome
  /// of the first time.
  public func claim(
    _ payment: SealedPayment, with claim: LockClaim
  ) async throws -> VerifiedStatement<LockOutcome> {
    if let known = try await knownOutcome(of: payment.terms, .claimed) { return known }
    let made = try await request(payment.terms, claim, coins: payment.coins)
    let name = LockRecord.sealedKey(payment.terms) + made.title.bytes
    return try await carryOut(made.bytes, name: name, payment.terms, .claimed)
  }
}
