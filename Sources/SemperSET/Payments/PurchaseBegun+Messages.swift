import SemperCryptography
import SemperModel

// What a step's message says of the step, so that it can be taken up again from the message alone.

extension PurchaseBegun {
  /// From our own PInitReq.
  init(_ message: [UInt8], of order: AgreedOrder) throws(SETRefusal) {
    let wrapper = try MessageWrapper(message)
    guard case .pInitReq(let begin) = wrapper.message else { throw .unexpected(wrapper) }
    self.init(order: order, rrpid: begin.rrpid, challenge: begin.challenge, localID: begin.cardholderID)
  }
}

extension PurchaseSent {
  /// From our own PReq.
  init(_ message: [UInt8], of order: AgreedOrder) throws(SETRefusal) {
    let wrapper = try MessageWrapper(message)
    guard case .pReq(let purchase) = wrapper.message else { throw .unexpected(wrapper) }
    let instructions = purchase.content.order.content
    self.init(
      order: order, transaction: instructions.transaction, rrpid: instructions.rrpid,
      challenge: instructions.challenge)
  }
}

extension OpenOrder {
  /// From our own PInitRes.
  init(_ message: [UInt8], of order: AgreedOrder) throws(SETRefusal) {
    let wrapper = try MessageWrapper(message)
    guard case .pInitRes(let signed) = wrapper.message else { throw .unexpected(wrapper) }
    let content = try signed.claimed()
    self.init(order: order, transaction: content.transaction, challenge: content.merchantChallenge)
  }
}

extension ApprovalAsked {
  /// From our own AuthReq.
  init(_ message: [UInt8], for received: PurchaseReceived, captureNow: Bool) throws(SETRefusal) {
    let wrapper = try MessageWrapper(message)
    guard let rrpid = wrapper.header.rrpid else { throw SETRefusal(.header, "our own request has no name") }
    self.init(received: received, rrpid: rrpid, amount: received.open.order.amount, captureNow: captureNow)
  }
}

extension MoneyAsked {
  /// From our own request about approved money.
  init(_ message: [UInt8], about approval: Approval, amount: Money) throws(SETRefusal) {
    guard let rrpid = try MessageWrapper(message).header.rrpid else {
      throw SETRefusal(.header, "our own request has no name")
    }
    self.init(approval: approval, rrpid: rrpid, amount: amount)
  }
}
