public import SemperModel

/// A request about approved money that has left the merchant: a capture, a reversal or a credit.
public struct MoneyAsked: Sendable {
  let approval: Approval
  let rrpid: RRPID
  public let amount: Money
}
