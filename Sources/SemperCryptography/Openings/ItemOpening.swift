public import SemperCoding
public import SemperModel

/// The opening o_i of one locked item: the key of data, the claim on a payment, the validity of a conditional statement.
public struct ItemOpening: Hashable, Sendable, CanonicalValue {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == 32 else { throw CodingError(.wrongForm, "an item opening has 32 bytes") }
    self.bytes = bytes
  }

  init(derived bytes: [UInt8]) { self.bytes = bytes }

  /// H(o_i), which locked items name so that anybody can tell the right opening.
  public var digest: Digest { Digest(of: bytes, for: .itemOpening) }

  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
