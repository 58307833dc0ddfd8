import SemperModel

/// A transaction that the merchant has named.
public struct OpenOrder: Sendable, Hashable {
  public let order: AgreedOrder
  let transaction: TransIDs
  let challenge: Challenge
  public var xid: XID { transaction.xid }
}
