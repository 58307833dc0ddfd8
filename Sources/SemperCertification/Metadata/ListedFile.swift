public import SemperCoding
import SemperCryptography
import SemperModel

/// How a file of metadata is listed in the one above it: by version, and where its author says so by length and SHA-256.
public struct ListedFile: Hashable, Sendable, CanonicalValue {
  public let version: Int
  public let length: Int?
  /// 64 hexadecimal digits.
  public let hash: String?

  init(version: Int, length: Int? = nil, hash: String? = nil) {
    self.version = version
    self.length = length
    self.hash = hash
  }

  /// As our repositories list a file.
  init<Content>(_ metadata: SignedMetadata<Content>) {
    self.init(
      version: metadata.content.version, length: metadata.bytes.count,
      hash: Hexadecimal.text(Digest(plain: metadata.bytes).bytes))
  }

  /// Refuses (`notAsListed`, blame on the provider) bytes that are not those listed.
  func check(_ bytes: [UInt8], _ name: String) throws(Refusal) {
    guard length.map({ $0 == bytes.count }) ?? true,
      hash.map({ $0 == Hexadecimal.text(Digest(plain: bytes).bytes) }) ?? true
    else {
      throw Refusal(
        .notAsListed, blame: .provider,
        "\(name) is not the file that the directory has signed; fetch it again, from another mirror if that does not help"
      )
    }
  }

  public var json: JSON {
    .fields([
      "hashes": hash.map { .fields(["sha256": $0.json]) }, "length": length?.json, "version": version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    version = try fields.value("version")
    length = try fields.optional("length")
    hash = try fields.optional("hashes", as: JSON.self).map { hashes throws(CodingError) in
      try Self.sha256(in: hashes)
    }
    guard version >= 1, length.map({ $0 >= 0 }) ?? true else {
      throw CodingError(.outOfRange, "versions begin with 1 and lengths with 0")
    }
  }

  /// Other digests may stand beside it and are not looked at.
  static func sha256(in json: JSON) throws(CodingError) -> String {
    var fields = try ObjectReader(json)
    return try Hexadecimal.checkedDigest(fields.value("sha256"))
  }

  /// At most so many files are listed in one.
  static let most = 20_000
}
