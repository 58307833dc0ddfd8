public import SemperCryptography
public import SemperModel

/// A transaction that the merchant has named.
public struct OpenOrder: Sendable, Hashable {
  public let order: AgreedOrder
  let transaction: TransIDs
  let challenge: Challenge
  public var xid: XID { transaction.xid }
}

/// A purchase that the merchant has verified as far as it can: the order is the cardholder's; the card is not known to it.
public struct PurchaseReceived: Sendable {
  public let open: OpenOrder
  let instructions: OIData
  let payment: PIDualSigned
  public let cardholder: SETCertificate
}

/// A request for approval that has left the merchant.
public struct ApprovalAsked: Sendable {
  public let received: PurchaseReceived
  let rrpid: RRPID
  public let amount: Money
  let captureNow: Bool
}

/// What the gateway answered to it.
public struct Approval: Sendable {
  public let asked: ApprovalAsked
  public let code: AuthorisationCode
  public let amount: Money
  public let captured: Money?
  public let token: CapToken?
  /// The ledger's signed word that the money is locked, as it came.
  public let lockWord: SignedStatement?
  public let date: Timestamp

  public var isApproved: Bool { code == .approved }
}

/// A request about approved money that has left the merchant: a capture, a reversal or a credit.
public struct MoneyAsked: Sendable {
  let approval: Approval
  let rrpid: RRPID
  public let amount: Money
}
