import SemperCoding
public import SemperCryptography
public import SemperModel

/// What the merchant says has become of a purchase.
public struct PurchaseResult: Sendable, Hashable {
  public let completion: CompletionCode
  public let approved: Money?
  public let captured: Money?
  public let credited: [Money]
  /// The ledger's signed word that the money is locked, as it came; still to be verified.
  public let lockWord: SignedStatement?

  init(_ payload: PResPayload, extensions: MessageExtensions?) {
    completion = payload.completion
    let status = payload.status
    approved = status?.approval.flatMap { $0.code == .approved ? $0.amount.money : nil }
    captured = status?.capture.flatMap { $0.code == .success ? $0.amount.money : nil }
    credited = status?.credits?.map(\.amount.money) ?? []
    lockWord = extensions?.value(.lockWord).flatMap { try? SignedStatement(canonicalBytes: $0) }
  }
}
