public import SemperCoding
public import SemperCryptography
import SemperModel

/// How a credential stands, in its registry's signed words.
public struct RegistryEntry: Hashable, Sendable, CanonicalValue {
  /// A `status-receipt`.
  public let receipt: SignedStatement
  /// A `status-outcome`, once the credential is invalid.
  public let outcome: SignedStatement?

  init(receipt: SignedStatement, outcome: SignedStatement? = nil) {
    self.receipt = receipt
    self.outcome = outcome
  }

  public var json: JSON { .fields(["outcome": outcome?.json, "receipt": receipt.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    outcome = try fields.optional("outcome")
    receipt = try fields.value("receipt")
    try fields.close()
  }
}
