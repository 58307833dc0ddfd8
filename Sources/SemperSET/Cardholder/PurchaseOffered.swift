import SemperModel

/// A purchase that the merchant has named and signed for: what the person is asked about.
public struct PurchaseOffered: Sendable, Hashable {
  public let order: AgreedOrder
  public let merchant: SETCertificate
  public let gateway: SETCertificate
  let transaction: TransIDs
  let merchantChallenge: Challenge
}
