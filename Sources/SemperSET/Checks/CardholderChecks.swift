import SemperCryptography
import SemperModel

/// What the cardholder verifies. Pure: trust, time and what was sent go in, a value or a named refusal comes out.
enum CardholderChecks {
  /// The merchant's answer to a beginning: its certificate and signature, our challenge, the gateway's certificate and that
  /// it is the one signed for, and that the merchant is the payee of the order.
  static func offer(
    _ message: Signed<PInitResData>, to begun: PurchaseBegun, trust: SETTrust, at now: Timestamp
  ) throws(SETRefusal) -> PurchaseOffered {
    let merchant = try trust.signer(of: message.data, .merchant, at: now)
    let content = try message.content(by: merchant)
    try challenge(content.cardholderChallenge, begun.challenge, content.rrpid, begun.rrpid)
    guard content.transaction.cardholderID == begun.localID, content.transaction.merchantID == begun.order.number,
      content.transaction.language == begun.order.language
    else { throw SETRefusal(.transaction, "the answer is about another order") }
    guard abs(content.transaction.requested.seconds - now.seconds) <= MessageWrapper.freshness else {
      throw SETRefusal(.date, "the merchant dates the purchase otherwise than now")
    }
    guard merchant.merchant?.merchant == begun.order.payee else {
      throw SETRefusal(.payee, "the answer is from another merchant than the order's")
    }
    let all = message.data.certificates
    guard let named = all.first(where: { Thumb(of: $0) == content.gateway }) else {
      throw SETRefusal(.gatewayThumb, "the gateway's certificate that the merchant signed for did not come along")
    }
    let gateway = try trust.certificate(named, among: all, .gateway, .transport, at: now)
    return PurchaseOffered(
      order: begun.order, merchant: merchant, gateway: gateway, transaction: content.transaction,
      merchantChallenge: content.merchantChallenge)
  }

  /// An answer about a purchase: the merchant's certificate and signature, our challenge, the transaction, the amounts.
  static func result(
    _ message: Signed<PResData>, to sent: PurchaseSent, rrpid: RRPID, challenge: Challenge, trust: SETTrust,
    at now: Timestamp
  ) throws(SETRefusal) -> PurchaseResult {
    let merchant = try trust.signer(of: message.data, .merchant, at: now)
    let content = try message.content(by: merchant)
    try self.challenge(content.challenge, challenge, content.rrpid, rrpid)
    guard merchant.merchant?.merchant == sent.order.payee else {
      throw SETRefusal(.payee, "the answer is from another merchant than the order's")
    }
    guard content.transaction == sent.transaction else {
      throw SETRefusal(.transaction, "the answer is about another transaction")
    }
    guard let payload = content.payloads.first, content.payloads.count == 1 else {
      throw SETRefusal(.decoding, "a purchase has one answer")
    }
    let amounts = [payload.status?.approval?.amount.money, payload.status?.capture?.amount.money].compactMap(\.self)
    guard
      amounts.allSatisfy({ $0.currency == sent.order.amount.currency && $0.minorUnits <= sent.order.amount.minorUnits })
    else { throw SETRefusal(.amount, "more was taken than was ordered") }
    return PurchaseResult(payload, extensions: content.extensions)
  }

  private static func challenge(
    _ found: Challenge, _ ours: Challenge, _ foundName: RRPID, _ ourName: RRPID
  ) throws(SETRefusal) {
    guard foundName == ourName else { throw SETRefusal(.rrpid, "the answer belongs to another request") }
    guard found == ours else {
      throw SETRefusal(.challenge, "the answer does not bear our challenge; it may be an old one")
    }
  }
}
