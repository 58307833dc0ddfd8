public import SemperCoding

/// Bytes inside JSON, written as base64url.
public struct ByteString: Hashable, Sendable, CanonicalValue {
  public let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var json: JSON { .string(Base64URL.encode(bytes)) }
  public init(json: JSON) throws(CodingError) { bytes = try Base64URL.decode(String(json: json)) }

  /// As one piece: an array hashes byte by byte, and letters of a megabyte are members of sets.
  public func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

  /// The bytes, if there are exactly so many.
  public func exactly(_ count: Int) throws(CodingError) -> [UInt8] {
    guard bytes.count == count else { throw CodingError(.wrongForm, "\(count) bytes are expected") }
    return bytes
  }
}
