/// How the owner of a purse or till recognises, in its statements of account, what a lock has moved and will move.
public protocol LockMovements: Sendable {
  /// The names of what these terms lead to at the ledger, whichever of them comes to pass. None where the lock touches no account,
  /// or they are not known yet.
  func movements(of terms: LockTerms) async throws -> [MovementName]
}

extension LockMovements {
  public func movements(of terms: LockTerms) async throws -> [MovementName] { [] }
}
