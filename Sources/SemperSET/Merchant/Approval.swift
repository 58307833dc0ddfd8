public import SemperCryptography
public import SemperModel

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
