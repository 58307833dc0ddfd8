public import SemperCoding
public import SemperModel

/// What a statement of one kind says. Its JSON form is an object without the members that every statement has
/// (`kind`, `v`, `signers`), which the envelope adds.
public protocol StatementContent: CanonicalValue, Hashable {
  static var kind: StatementKind { get }
  /// The keys that must all have signed before the statement counts. Derived from the content, never chosen freely.
  var signers: [Thumbprint] { get }
  /// Keys that the statement itself brings: a pseudonym shows its key in its first statement.
  var introducedKeys: [PublicKey] { get }
  /// How many bytes a payload of this kind may have.
  static var largestPayload: Int { get }
}

extension StatementContent {
  public var introducedKeys: [PublicKey] { [] }
  public static var largestPayload: Int { 64 << 10 }
}
