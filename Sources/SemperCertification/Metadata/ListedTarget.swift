public import SemperCoding
import SemperCryptography
import SemperModel

/// How what is distributed is listed: by length and SHA-256.
public struct ListedTarget: Hashable, Sendable, CanonicalValue {
  public let length: Int
  /// 64 hexadecimal digits.
  public let hash: String

  public init(_ bytes: [UInt8]) {
    length = bytes.count
    hash = Hexadecimal.text(Digest(plain: bytes).bytes)
  }

  /// Refuses (`notAsListed`, blame on the provider) bytes that are not those listed.
  func check(_ bytes: [UInt8], _ path: TargetPath) throws(Refusal) {
    guard ListedTarget(bytes) == self else {
      throw Refusal(
        .notAsListed, blame: .provider,
        "\(path) is not what its author has signed; fetch it again, from another mirror if that does not help")
    }
  }

  public var json: JSON { .fields(["hashes": .fields(["sha256": hash.json]), "length": length.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    length = try fields.value("length")
    hash = try ListedFile.sha256(in: fields.value("hashes"))
    guard length >= 0 else { throw CodingError(.outOfRange, "lengths begin with 0").inside("length") }
  }
}
