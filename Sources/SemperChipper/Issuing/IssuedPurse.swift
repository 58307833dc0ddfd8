public import SemperCryptography
public import SemperModel

/// An empty purse as it has come from its bank, for a memory that has none yet. Two memories with the same one are a card and its
/// copy, and the bank takes the one that falls behind out of use.
public struct IssuedPurse: Sendable, Discreet {
  public let number: CardNumber
  public let purse: Purse
  /// The digits of its PIN.
  public let pin: String
  /// The purse pays until then; later it only unloads.
  public let expires: Timestamp
}
