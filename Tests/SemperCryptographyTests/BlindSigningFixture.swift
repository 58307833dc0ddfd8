import SemperCryptography

/// What the suites on blind signatures share.
enum BlindSigningFixture {
  /// One key for all, because generating is slow.
  static let key: BlindSigningKey = made { try BlindSigningKey(bits: 2048) }
  static let otherKey: BlindSigningKey = made { try BlindSigningKey(bits: 2048) }
  static let vectors: [BlindSignatureVectorTests.Vector] = made { try BlindSignatureVectorTests.vectors() }

  private static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the fixture cannot be made: \(error)") }
  }
}
