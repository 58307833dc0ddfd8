import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// A payment by card on which two have agreed, and what the gateway says of it, signed, as a test wants it.
struct AgreedCardPayment {
  static let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro))

  let market: TestMarket
  let payer = SigningKey()
  let payee: SigningKey
  let agreement: PaymentAgreement
  let terms: PaymentTerms
  /// The name of the gateway's requests.
  let rrpid: RRPID
  private let xid: XID

  init(_ market: TestMarket, units: Int64 = 25_00) throws {
    var generator = SystemRandomNumberGenerator()
    self.market = market
    payee = market.merchant.identity.key
    (rrpid, xid) = (RRPID(using: &generator), XID(using: &generator))
    let amount = Money(minorUnits: units, .euro)
    let till = PurseDescriptor(
      id: try PurseID(bytes: Array(repeating: 6, count: PurseID.size)), scheme: SETCardPurse.scheme,
      paymentClass: .accountBased, brand: "brand", bank: "acquirer", provider: market.gateway.word.thumbprint,
      role: .receive, limits: Self.limits, properties: SETCardPurse.properties(isLocking: false, .euro))
    let option = PaymentOption(
      of: till, amount: amount, particulars: ByteString(SETPayee(merchant: market.merchant.merchant).canonicalBytes))
    agreement = try PaymentAgreement(on: option, by: payer, to: payee)
    terms = try AgreedPayment(verifying: agreement, payee: payee.thumbprint).terms
  }

  func money(_ units: Int64? = nil) -> CurrencyAmount {
    CurrencyAmount(Money(minorUnits: units ?? terms.amount.minorUnits, .euro))
  }

  /// - Parameter number: of another order.
  func transaction(_ number: LocalID? = nil) throws -> TransIDs {
    TransIDs(
      cardholderID: try LocalID(bytes: [1]), merchantID: try number ?? AgreedOrder.number(of: terms), xid: xid,
      requested: Market.now, language: try Language("en"))
  }

  // MARK: The gateway's words

  func standing() throws -> PResData {
    var generator = SystemRandomNumberGenerator()
    let status = PurchaseStatus(
      approval: AuthStatus(date: Market.now, code: .approved, amount: money()),
      capture: CaptureStatus(date: Market.now, code: .success, amount: money()))
    return PResData(
      transaction: try transaction(), rrpid: rrpid, challenge: Challenge(using: &generator),
      payloads: [PResPayload(completion: .capturePerformed, status: status)])
  }

  // MARK: The operation

  func opening(_ task: PaymentTask, _ purse: PurseDescriptor) throws -> PaymentOpening {
    PaymentOpening(
      id: try PaymentID(bytes: Array(repeating: 1, count: PaymentID.size)),
      key: IdempotencyKey(try Nonce(bytes: Nonce.fresh)), task: task, purse: purse,
      particulars: ByteString(SETParticulars(gateway: market.gateway.word).canonicalBytes),
      entropy: try Nonce(bytes: Nonce.fresh), time: Market.now)
  }
}
