/// What a module reports to whoever keeps it, beside its answer to the terminal.
public enum ModuleEvent: Hashable, Sendable {
  /// A purchase is complete, now or before: its record waits to be collected.
  case taken
  /// A purchase was refused because no more records have room.
  case full
  /// A terminal has asked for the end of a purchase that is neither open nor on record here, which may have been collected.
  /// - Parameter amount: what the purse says that it has paid, if the terminal has its word.
  case unknown(purse: CardNumber, number: UInt16, amount: UInt32?)
}
