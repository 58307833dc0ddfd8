import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// A card payment as two have agreed on it, with all keys, so that a test can have anything said of it.
struct CardAgreement {
  static let amount = Money(minorUnits: 2_500, .euro)

  let gateway = SigningKey()
  let payer = SigningKey()
  let payee = SigningKey()
  let agreement: PaymentAgreement
  let terms: PaymentTerms
  let order: AgreedOrder

  static var limits: PurseLimits { PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 10_000, .euro)) }

  init() throws {
    let option = PaymentOption(
      scheme: SETCardPurse.scheme, paymentClass: .accountBased, brand: TestMarket.brandName,
      provider: gateway.thumbprint, amount: Self.amount, limits: Self.limits,
      properties: SETCardPurse.properties(isLocking: false, .euro),
      particulars: ByteString(SETPayee(merchant: try MerchantID(TestMarket.merchantName)).canonicalBytes))
    agreement = try PaymentAgreement(on: option, by: payer, to: payee)
    terms = try AgreedPayment(verifying: agreement, payee: payee.thumbprint).terms
    order = try AgreedOrder(terms)
  }

  /// The payee's statement that it gives so much back.
  func refund(_ units: Int64) throws -> SignedStatement {
    try SignedStatement(
      PaymentRefund(
        agreement: agreement.digest, payee: payee.thumbprint, number: 1, nonce: Nonce(bytes: Nonce.fresh),
        amount: Money(minorUnits: units, .euro), reason: HumanText("sent back"), issued: Market.now),
      signedBy: [payee])
  }

  func opening(_ task: PaymentTask, of purse: PurseDescriptor) throws -> PaymentOpening {
    let entropy = try Nonce(bytes: Nonce.fresh)
    return PaymentOpening(
      id: try PaymentID(bytes: Array(repeating: 1, count: PaymentID.size)), key: IdempotencyKey(entropy), task: task,
      purse: purse, particulars: ByteString([]), entropy: entropy, time: Market.now)
  }
}
