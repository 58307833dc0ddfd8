public import SemperModel

/// A request for approval that has left the merchant.
public struct ApprovalAsked: Sendable {
  public let received: PurchaseReceived
  let rrpid: RRPID
  public let amount: Money
  let captureNow: Bool
}
