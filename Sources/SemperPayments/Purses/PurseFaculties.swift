public import SemperModel

/// What a purse can do beside paying and receiving. What it cannot is left out, and asking for it is refused with
/// `notSupported`.
public struct PurseFaculties: Sendable {
  /// What the purse counts itself.
  public var localBalance: (@Sendable () async throws -> LocalBalance)?
  /// What the bank says; a question over the network.
  public var bankBalance: (@Sendable () async throws -> BankBalance)?
  /// The movements of these times, the first and the last among them.
  public var statement: (@Sendable (_ times: ClosedRange<Timestamp>) async throws -> [StatementLine])?
  /// Locks money for the exchange layer.
  public var lockingPurse: (any LockingPurse)?
  /// Claims money from locks.
  public var lockingTill: (any LockingTill)?
  public var menu: (any PurseMenu)?

  public init(
    localBalance: (@Sendable () async throws -> LocalBalance)? = nil,
    bankBalance: (@Sendable () async throws -> BankBalance)? = nil,
    statement: (@Sendable (_ times: ClosedRange<Timestamp>) async throws -> [StatementLine])? = nil,
    lockingPurse: (any LockingPurse)? = nil, lockingTill: (any LockingTill)? = nil, menu: (any PurseMenu)? = nil
  ) {
    self.localBalance = localBalance
    self.bankBalance = bankBalance
    self.statement = statement
    self.lockingPurse = lockingPurse
    self.lockingTill = lockingTill
    self.menu = menu
  }
}
