import SemperCryptography
import SemperModel
import SemperPayments

/// One agreed payment that is locked instead of paid. The same name is the same lock, also after a restart.
struct PaymentLock: Sendable {
  private static let path = "payment"

  let agreed: AgreedPayment
  let terms: LockTerms
  let opening: ItemOpening

  init(_ name: String, _ agreed: AgreedPayment, _ keys: LockKeys) throws {
    self.agreed = agreed
    opening = try Self.opening(name)
    terms = LockTerms(
      exchange: Digest(plain: Array("exchange \(name)".utf8)), path: Self.path, opening: opening.digest,
      amount: agreed.terms.amount, payee: keys.payee, refund: keys.refund.thumbprint,
      arbiter: keys.arbiter.thumbprint)
  }

  /// What opens a lock of this name.
  static func opening(_ name: String) throws -> ItemOpening {
    try OpeningSecret(bytes: Digest(plain: Array("secret \(name)".utf8)).bytes).opening(for: path)
  }

  /// The payer agrees that the payee takes so much of it.
  func division(paying units: Int64, at ledger: Thumbprint, _ keys: LockKeys) throws -> SignedStatement {
    let division = LockDivision(
      terms: terms, ledger: ledger, paid: Money(minorUnits: units, terms.amount.currency),
      agreement: Digest(plain: Array("both agree".utf8)), until: PaymentStage.start.advanced(by: Span(seconds: 40_000)),
      refund: keys.refund.publicKey)
    return try VerifiedStatement(signing: division, with: [keys.refund]).signed
  }
}
