import SemperModel

/// A purchase that the cardholder has asked the merchant to begin.
public struct PurchaseBegun: Sendable, Hashable {
  public let order: AgreedOrder
  let rrpid: RRPID
  let challenge: Challenge
  let localID: LocalID
}
