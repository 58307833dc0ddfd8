import SemperCoding
import SemperCryptography
import SemperModel

/// An approval as the gateway keeps it, and what became of its money.
struct ApprovalRecord: DERValue, Hashable {
  /// The request that made it.
  let request: RRPID
  let merchant: MerchantID
  /// The merchant's account.
  let payee: ByteString
  /// The account of the card; empty where another bank has issued it.
  let payer: ByteString
  let amount: CurrencyAmount
  /// What is still held.
  var held: CurrencyAmount
  var captured: CurrencyAmount
  var credited: CurrencyAmount
  /// Until when the merchant may capture, if there is no lock.
  let ends: Timestamp
  /// The terms of the lock (canonical JSON).
  let lock: ByteString?
  var ending: LockEnding?
  /// What was asked of the card's issuer; `nil` where the own bank is the issuer.
  var issuer: IssuerTrace?

  var der: DERElement {
    .sequence([
      request.der, merchant.der, payee.der, payer.der, amount.der, held.der, captured.der, credited.der, ends.der,
      lock?.der.implicit(0), ending?.der.implicit(1), issuer?.der.implicit(2),
    ])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    request = try fields.value()
    merchant = try fields.value()
    payee = try fields.value()
    payer = try fields.value()
    amount = try fields.value()
    held = try fields.value()
    captured = try fields.value()
    credited = try fields.value()
    ends = try fields.value()
    lock = try fields.optional(0)
    ending = try fields.optional(1)
    issuer = try fields.optional(2)
    try fields.close()
  }

  init(
    request: RRPID, merchant: MerchantID, payee: ByteString, payer: ByteString, amount: CurrencyAmount,
    held: CurrencyAmount, captured: CurrencyAmount, credited: CurrencyAmount, ends: Timestamp,
    lock: ByteString? = nil, ending: LockEnding? = nil, issuer: IssuerTrace? = nil
  ) {
    self.request = request
    self.merchant = merchant
    self.payee = payee
    self.payer = payer
    self.amount = amount
    self.held = held
    self.captured = captured
    self.credited = credited
    self.ends = ends
    self.lock = lock
    self.ending = ending
    self.issuer = issuer
  }
}
