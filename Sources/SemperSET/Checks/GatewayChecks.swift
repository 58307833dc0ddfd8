import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What the gateway verifies before it asks the bank. Pure.
enum GatewayChecks {
  /// Payment instructions that are the cardholder's own, for this merchant, this order and this gateway.
  struct CheckedPurchase {
    let cardholder: Thumb
    let card: PANData
    let amount: Money
    let lock: LockTerms?
    let order: CMSDigestedData
  }

  /// A purchase is of this hour, by the date that the cardholder signs: a merchant cannot keep one back and hold the money for
  /// it when the cardholder has long given up. That the cardholder's date is this one is checked with the instructions.
  static func fresh(_ transaction: TransIDs, at now: Timestamp) throws(SETRefusal) {
    guard now.seconds - transaction.requested.seconds <= MessageWrapper.freshness else {
      throw SETRefusal(.date, "the purchase is not of this hour; the cardholder has to make a new one")
    }
    guard transaction.requested.seconds - now.seconds <= MessageWrapper.freshness else {
      throw SETRefusal(.early, "the purchase is of an hour to come; the cardholder has to set the clock")
    }
  }

  /// The merchant's own word: its request is about its own certificate's merchant.
  static func merchant(_ tags: RRTags, _ merchant: SETCertificate) throws(SETRefusal) {
    guard merchant.merchant?.merchant == tags.merchant else {
      throw SETRefusal(.merchantData, "the request names another merchant than the certificate it is signed with")
    }
  }

  /// An approval: both halves of the dual signature, the order's digest from both sides, the payee, this gateway, the amount,
  /// the card's secret, the name in the cardholder's certificate, and the card's expiry.
  static func purchase(
    _ request: AuthReqData, _ payment: PIDualSigned, from merchant: SETCertificate, at gateway: TransportIdentity,
    trust: SETTrust, now: Timestamp
  ) throws(SETRefusal) -> CheckedPurchase {
    try self.merchant(request.item.tags.tags, merchant)
    let (sealed, card) = try payment.sealed.open(with: gateway)
    guard sealed.card == card.digest else { throw SETRefusal(.envelope, "the card belongs to other instructions") }
    let head = sealed.link.content
    let cardholder = try payment.cardholder(
      payment: PIData(head: head, card: card).digest, order: sealed.link.other, trust: trust, at: now)
    guard let digests = request.item.digests, digests.order == sealed.link.other else {
      throw SETRefusal(.orderDigest, "the merchant has another order than the cardholder has signed")
    }
    guard digests.orderText == head.inputs.orderDigest else {
      throw SETRefusal(.order, "merchant and cardholder have digested another order text, amount or salt")
    }
    guard request.item.tags.transaction == head.transaction else {
      throw SETRefusal(.transaction, "merchant and cardholder name different transactions")
    }
    guard merchant.merchant?.merchant == head.payee else {
      throw SETRefusal(.payee, "the cardholder pays another merchant")
    }
    let own = gateway.certificates.map { Thumb(of: $0).derBytes }
    guard let named = head.extensions?.value(.gatewayThumb), own.contains(named) else {
      throw SETRefusal(.gatewayThumb, "the cardholder's instructions are for another gateway")
    }
    let (asked, signed) = (request.item.payload.amount.money, head.inputs.amount.money)
    guard asked.currency == signed.currency, asked.minorUnits <= signed.minorUnits, asked.minorUnits > 0,
      !request.item.payload.isSplit
    else { throw SETRefusal(.amount, "the merchant asks for more than the cardholder has signed for") }
    try self.card(card, cardholder, head, now)
    let lock = try lock(head, amount: asked, merchant: merchant, captureNow: request.captureNow)
    return CheckedPurchase(
      cardholder: cardholder.thumb, card: card, amount: asked, lock: lock, order: sealed.link.other)
  }

  private static func card(
    _ card: PANData, _ cardholder: SETCertificate, _ head: PIHead, _ now: Timestamp
  ) throws(SETRefusal) {
    guard ConstantTime.equal(head.transStain.bytes, Card.stain(head.transaction.xid, card.secret).bytes) else {
      throw SETRefusal(.transStain, "the instructions were not made with the card's secret")
    }
    guard cardholder.commonName == Card.commonName(card.number, card.expiry, card.secret) else {
      throw SETRefusal(.cardholderName, "the certificate is of another card")
    }
    guard card.expiry.covers(now) else { throw SETRefusal(.cardExpiry, "the card has expired") }
  }

  private static func lock(
    _ head: PIHead, amount: Money, merchant: SETCertificate, captureNow: Bool
  ) throws(SETRefusal) -> LockTerms? {
    guard let bytes = head.extensions?.value(.lockTerms) else { return nil }
    guard let terms = try? LockTerms(canonicalBytes: bytes) else {
      throw SETRefusal(.lock, "the terms of the lock cannot be read")
    }
    guard terms.amount == amount, terms.payee == merchant.signingKey?.thumbprint, terms.settlement == nil, !captureNow
    else { throw SETRefusal(.lock, "a lock is for the whole amount, for this merchant, and is not captured at once") }
    return terms
  }
}
