public import SemperCoding
import SemperModel

/// The secret s_X with which a party opens all its items in one exchange: 32 random bytes, drawn and journalled before
/// anything is sent.
///
/// All leaves of a party's container share it, so the container opens as a whole or not at all. It has a JSON form
/// because it is journalled, sealed to the arbiter and, at the end, shown to the peer.
public struct OpeningSecret: Hashable, Sendable, CanonicalValue {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == 32 else { throw CodingError(.wrongForm, "an opening secret has 32 bytes") }
    self.bytes = bytes
  }

  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// The opening o_i of the item at one path of the party's container.
  public func opening(for path: String) -> ItemOpening {
    ItemOpening(derived: KeyDerivation.bytes(from: bytes, for: .itemKey, context: Array(path.utf8)))
  }

  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
