import SemperCoding
import SemperCryptography
import SemperModel

/// One claim that its holder may show or keep back: a salt, the name where it is a member of an object, and the value.
struct Disclosure: Equatable, Sendable {
  private static let limits = DecodingLimits(bytes: 32 << 10, depth: 16, members: 1_000, allowsFractions: true)
  static let saltSize = 16

  /// As it travels; the digest is over these characters.
  let text: String
  /// `nil` for an element of an array.
  let name: String?
  let value: JSON
  let digest: String

  init(salt: [UInt8], name: String?, value: JSON) {
    let parts: [JSON] = [Base64URL.encode(salt).json] + (name.map { [$0.json] } ?? []) + [value]
    text = Base64URL.encode(JSON.array(parts).canonicalBytes)
    (self.name, self.value) = (name, value)
    digest = Self.digest(of: text)
  }

  init(text: String) throws(CodingError) {
    let json = try CanonicalJSON.parse(Base64URL.decode(text), limits: Self.limits)
    guard case .array(let parts) = json, (2...3).contains(parts.count), case .string = parts[0] else {
      throw CodingError(.wrongForm, "a disclosure is a salt, a name where there is one, and a value")
    }
    if parts.count == 3 {
      let name = try String(json: parts[1])
      guard ![SDJWTName.digests, SDJWTName.element].contains(where: { name.isSameText(as: $0) }) else {
        throw CodingError(.outOfRange, "a claim has a name that is reserved")
      }
      self.name = name
    } else {
      name = nil
    }
    value = parts[parts.count - 1]
    self.text = text
    digest = Self.digest(of: text)
  }

  /// SHA-256 over the characters of a part, in base64url.
  static func digest(of text: String) -> String { Base64URL.encode(Digest(plain: Array(text.utf8)).bytes) }
}
