import SemperModel

/// A purchase that has left the cardholder: from here on the money may be taken.
public struct PurchaseSent: Sendable, Hashable {
  public let order: AgreedOrder
  let transaction: TransIDs
  let rrpid: RRPID
  let challenge: Challenge

  /// The transaction's name, which the record of the payment keeps.
  public var xid: XID { transaction.xid }
}
