public import SemperCoding
import SemperCryptography
public import SemperModel

/// What an operation is recognised by when it is asked for again: the same key and content get the same answer, the same key
/// with other content is refused with `idempotencyConflict`.
public struct IdempotencyKey: Hashable, Sendable, CanonicalValue {
  public let bytes: [UInt8]

  /// 32 bytes that the caller has drawn and keeps.
  public init(_ nonce: Nonce) { bytes = nonce.bytes }

  /// For an operation of a deal: a function of the manager's secret, what it is for, and the verb. A restarted program that
  /// asks again has the same key without having kept it.
  public init(secret: [UInt8], reference: PaymentReference, verb: String) {
    bytes = KeyDerivation.bytes(
      from: secret, for: .paymentKey, context: reference.digest.bytes + Array(verb.utf8))
  }

  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { bytes = try ByteString(json: json).exactly(32) }
}
