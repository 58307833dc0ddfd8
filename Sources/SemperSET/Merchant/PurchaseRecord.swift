import SemperCoding
public import SemperCryptography
import SemperModel

/// What the merchant knows of a purchase's money, as it tells the cardholder.
public struct PurchaseRecord: Sendable, Hashable {
  public var approved: AuthStatus?
  public var captured: CaptureStatus?
  public var credits: [CaptureStatus] = []
  public var isRejected = false
  public var lockWord: SignedStatement?

  public init() {}

  /// After the gateway's answer.
  public init(_ approval: Approval) {
    isRejected = !approval.isApproved
    lockWord = approval.lockWord
    guard approval.isApproved else { return }
    approved = AuthStatus(date: approval.date, code: approval.code, amount: CurrencyAmount(approval.amount))
    captured = approval.captured.map {
      CaptureStatus(date: approval.date, code: .success, amount: CurrencyAmount($0))
    }
  }

  private var completion: CompletionCode {
    if isRejected { return .orderRejected }
    if !credits.isEmpty { return .creditPerformed }
    if captured != nil { return .capturePerformed }
    return approved == nil ? .orderReceived : .authorizationPerformed
  }

  func answer(_ transaction: TransIDs, _ rrpid: RRPID, _ challenge: Challenge) -> PResData {
    let status = PurchaseStatus(approval: approved, capture: captured, credits: credits.isEmpty ? nil : credits)
    return PResData(
      transaction: transaction, rrpid: rrpid, challenge: challenge,
      payloads: [PResPayload(completion: completion, status: approved == nil ? nil : status)],
      extensions: lockWord.flatMap { MessageExtensions([.lockWord: $0.canonicalBytes]) })
  }
}
