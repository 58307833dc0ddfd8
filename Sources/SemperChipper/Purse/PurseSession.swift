/// What a purse forgets when it loses power.
public struct PurseSession: CardSession, Hashable {
  /// A transaction between INITIALIZE and its last command.
  struct Open: Hashable {
    let terms: TransactionTerms
    let date: UInt32
    /// The balance at the beginning.
    let balance: UInt32
    /// Of an incremental purchase: the total paid so far.
    var paid: UInt32 = 0
  }

  var pinVerified = false
  var challenge: [UInt8]?
  var open: Open?

  public init() {}
}
