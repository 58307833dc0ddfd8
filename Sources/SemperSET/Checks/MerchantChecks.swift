import SemperCoding
import SemperCryptography
import SemperModel

/// What the merchant verifies. Pure.
enum MerchantChecks {
  /// A beginning: it is for this brand and this order.
  static func begin(_ message: PInitReq, order: AgreedOrder, brand: BrandID) throws(SETRefusal) {
    guard message.brand == brand else { throw SETRefusal(.certificateBrand, "only \(brand) is taken here") }
    guard message.merchantID == order.number, message.language == order.language else {
      throw SETRefusal(.order, "the message is about another order")
    }
  }

  /// A purchase: the transaction and its challenge, the order as the merchant itself has it, a gateway that it offered, the
  /// cardholder's certificate, and the dual signature by the half that the merchant sees.
  static func purchase(
    _ message: PReqDualSigned, for open: OpenOrder, offered: [Thumb], trust: SETTrust, at now: Timestamp
  ) throws(SETRefusal) -> PurchaseReceived {
    let instructions = message.order.content
    guard instructions.transaction == open.transaction else {
      throw SETRefusal(.transaction, "the purchase is about another transaction")
    }
    guard instructions.merchantChallenge == open.challenge else {
      throw SETRefusal(.challenge, "the purchase does not bear our challenge; it may be an old one")
    }
    guard instructions.brand == trust.brand else {
      throw SETRefusal(.certificateBrand, "only \(trust.brand) is taken here")
    }
    guard instructions.orderDigest == open.order.digest(instructions.salt) else {
      throw SETRefusal(.order, "the cardholder has signed for another order or amount than ours")
    }
    guard let gateway = instructions.extensions?.value(.gatewayThumb), offered.map(\.derBytes).contains(gateway) else {
      throw SETRefusal(.gatewayThumb, "the instructions are for another gateway than the one we offered")
    }
    guard instructions.extensions?.value(.lockTerms) == open.order.lock?.canonicalBytes else {
      throw SETRefusal(.lock, "the cardholder has locked the money under other terms than agreed")
    }
    let cardholder = try message.payment.cardholder(
      payment: message.order.other, order: instructions.digest, trust: trust, at: now)
    return PurchaseReceived(
      open: open, instructions: instructions, payment: message.payment, cardholder: cardholder)
  }

  /// An answer to a request for approval: it is signed for this merchant, this order and this request, and approves no more
  /// than was asked.
  static func approval(
    _ data: AuthResData, baggage: AuthResBaggage, to asked: ApprovalAsked, merchant: MerchantID
  ) throws(SETRefusal) -> Approval {
    let received = asked.received
    guard data.tags.tags.rrpid == asked.rrpid else { throw SETRefusal(.rrpid, "the answer belongs to another request") }
    guard data.tags.transaction == received.open.transaction else {
      throw SETRefusal(.transaction, "the answer is about another transaction")
    }
    let binding = ApprovalBinding(merchant: merchant, order: received.instructions.digest, request: asked.rrpid)
    guard data.tags.tags.merchant == merchant,
      data.payload.extensions?.value(.approvalBinding) == binding.derBytes
    else { throw SETRefusal(.payee, "the approval is for another merchant, order or request") }
    let header = data.payload.header
    let capture = data.payload.capture
    guard header.amount.money.currency == asked.amount.currency,
      header.amount.money.minorUnits <= asked.amount.minorUnits, header.code == .approved || capture == nil,
      capture == nil || capture?.amount == header.amount
    else { throw SETRefusal(.amount, "the gateway approved more than was asked for") }
    guard header.code != .approved || baggage.token != nil else {
      throw SETRefusal(.capToken, "an approval comes with the token that captures it")
    }
    let word = data.payload.extensions?.value(.lockWord).flatMap { try? SignedStatement(canonicalBytes: $0) }
    return Approval(
      asked: asked, code: header.code, amount: header.amount.money, captured: capture?.amount.money,
      token: baggage.token, lockWord: word, date: data.tags.tags.date)
  }
}
