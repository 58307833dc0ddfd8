/// What a purse is asked to do; the first parameter of INITIALIZE and a part of every seal.
public enum TransactionKind: UInt8, Sendable, CaseIterable {
  /// Value from the owner's account onto the purse.
  case load = 0
  /// One payment to a merchant's module.
  case purchase = 1
  /// A payment that grows step by step up to a maximum: telephone, advice by the minute.
  case incremental = 2
  /// Value from the purse back to the owner's account.
  case unload = 3
  /// The last purchase given back by the module that took it.
  case cancellation = 4

  /// Whether value comes onto the purse.
  public var isCredit: Bool { self == .load || self == .cancellation }
  /// Whether the counterpart is the provider's host, else a merchant's module.
  public var isOnline: Bool { self == .load || self == .unload }
}
