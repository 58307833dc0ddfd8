import SemperModel

/// A purchase that the cardholder has asked the merchant to begin.
public struct PurchaseBegun: Sendable, Hashable {
  public let order: AgreedOrder
  let rrpid: RRPID
  let challenge: Challenge
  let localID: LocalID
}

/// A purchase that the merchant has named and signed for: what the person is asked about.
public struct PurchaseOffered: Sendable, Hashable {
  public let order: AgreedOrder
  public let merchant: SETCertificate
  public let gateway: SETCertificate
  let transaction: TransIDs
  let merchantChallenge: Challenge
}

/// A purchase that has left the cardholder: from here on the money may be taken.
public struct PurchaseSent: Sendable, Hashable {
  public let order: AgreedOrder
  let transaction: TransIDs
  let rrpid: RRPID
  let challenge: Challenge

  /// The transaction's name, which the record of the payment keeps.
  public var xid: XID { transaction.xid }
}
