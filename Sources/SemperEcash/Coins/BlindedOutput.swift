public import SemperCoding
import SemperCryptography
public import SemperModel

/// A coin in the making, as the mint sees it: the denomination key that shall sign and the blinded message.
public struct BlindedOutput: Hashable, Sendable, CanonicalValue {
  public let key: Digest
  public let blinded: [UInt8]

  public init(key: Digest, blinded: [UInt8]) {
    self.key = key
    self.blinded = blinded
  }

  /// What the mint remembers.
  public var digest: Digest { BlindedMessage.digest(of: blinded, under: key) }

  public var json: JSON { .fields(["blinded": ByteString(blinded).json, "key": key.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let blinded: ByteString = try fields.value("blinded")
    self.blinded = blinded.bytes
    key = try fields.value("key")
    try fields.close()
  }
}
