/// A question about a purchase that is under way.
public struct PurchaseInquiry: Sendable, Hashable {
  public let sent: PurchaseSent
  let rrpid: RRPID
  let challenge: Challenge
}
