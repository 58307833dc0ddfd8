public import SemperCoding
public import SemperModel

/// What a bank makes for the holder of an account, and seals to that holder alone. Never shown and never logged.
public protocol BankLetter: CanonicalValue {
  /// The kind of the statement that orders it.
  static var order: StatementKind { get }
  static var sealing: DigestPurpose { get }
  /// Where the bank takes the orders.
  static var path: String { get }
}
