public import SemperCoding

/// 32 bytes drawn at random by one party and used once.
public struct Nonce: Hashable, Sendable, CanonicalValue {
  public static let size = 32
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "a nonce has 32 bytes") }
    self.bytes = bytes
  }

  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
