public import SemperCommerce
import SemperCryptography

/// A bill as its certified seller shows it, before anybody has agreed to pay it.
public struct FoundBill: Sendable {
  public let offered: OfferedBill
  public let seller: VerifiedRole

  /// The name of the seller as its certificate has it.
  public var sellerName: String { seller.identity.subject.organisation }
}
