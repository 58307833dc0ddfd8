public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A public key as metadata names it: P-256 in PEM (`ecdsa-sha2-nistp256`) or Ed25519 in hexadecimal.
///
/// Its id is the SHA-256 of its JSON as it was written, which is computed and never believed; keys of other types are refused.
public struct DirectoryKey: Hashable, Sendable, CanonicalValue {
  public let publicKey: PublicKey
  /// 64 hexadecimal digits.
  public let id: String
  public let json: JSON

  /// Our own way to write a key. Throws `invalidKey` for what is no point of its curve.
  public init(_ key: PublicKey) throws(CryptographyError) {
    switch key {
    case .p256: json = Self.json("ecdsa", "ecdsa-sha2-nistp256", try key.pem + "\n")
    case .ed25519(let x): json = Self.json("ed25519", "ed25519", Hexadecimal.text(x))
    }
    publicKey = key
    do {
      id = try Self.id(of: json)
    } catch {
      preconditionFailure("a key's JSON holds texts only")
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let type: String = try fields.value("keytype")
    let scheme: String = try fields.value("scheme")
    var value = try ObjectReader(fields.value("keyval", as: JSON.self))
    let text: String = try value.value("public")
    switch (type, scheme) {
    case ("ecdsa", "ecdsa-sha2-nistp256"):
      do { publicKey = try PublicKey(pem: text) } catch {
        throw CodingError(.wrongForm, error.message).inside("public").inside("keyval")
      }
    case ("ed25519", "ed25519"):
      let bytes = try Hexadecimal.bytes(text)
      guard bytes.count == 32 else { throw CodingError(.wrongForm, "an Ed25519 key has 32 bytes").inside("keyval") }
      publicKey = .ed25519(x: bytes)
    default: throw CodingError(.outOfRange, "keys of the type “\(scheme.prefix(40))” are not accepted").inside("scheme")
    }
    self.json = json
    id = try Self.id(of: json)
  }

  private static func json(_ type: String, _ scheme: String, _ value: String) -> JSON {
    .fields(["keytype": type.json, "keyval": .fields(["public": value.json]), "scheme": scheme.json])
  }

  private static func id(of json: JSON) throws(CodingError) -> String {
    Hexadecimal.text(Digest(plain: try MetadataForm.bytes(json)).bytes)
  }

  public static func == (left: DirectoryKey, right: DirectoryKey) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  static let most = 256

  static func json(of keys: [DirectoryKey]) -> JSON {
    .object(JSONObject(Set(keys).map { ($0.id, $0.json) }))
  }

  /// The keys of an object by their ids. Refuses an id that is not its key's, and one key under two ids, which would be counted
  /// twice towards a threshold.
  static func keys(in json: JSON) throws(CodingError) -> [DirectoryKey] {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    guard object.members.count <= most else { throw CodingError(.tooMany, "there are at most \(most) keys") }
    var keys = [DirectoryKey]()
    var known = Set<PublicKey>()
    for member in object.members {
      let key: DirectoryKey
      do { key = try DirectoryKey(json: member.value) } catch { throw error.inside(member.name) }
      guard key.id == member.name else {
        throw CodingError(.outOfRange, "the id is not the digest of its key").inside(member.name)
      }
      guard known.insert(key.publicKey).inserted else {
        throw CodingError(.duplicateName, "a key stands under two ids").inside(member.name)
      }
      keys.append(key)
    }
    return keys
  }
}
