public import SemperCoding
import SemperCryptography
import SemperModel

/// A secret sealed under a passphrase: scrypt with its own salt and stored cost, then AES-256-GCM with the secret's
/// name as associated data.
///
/// Changing the passphrase seals the same secret anew and touches nothing that the secret protects.
public struct PassphraseLock: CanonicalValue {
  public let name: String
  private let cost: KeyDerivation.PassphraseCost
  private let salt: ByteString
  private let sealed: ByteString

  /// Seals a secret. `name` says what it is and is checked at opening.
  public init(
    _ secret: [UInt8], named name: String, passphrase: String, strength: PassphraseStrength,
    using generator: inout some RandomNumberGenerator
  ) throws(ArchiveError) {
    let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    do {
      let key = try KeyDerivation.bytes(fromPassphrase: passphrase, salt: salt, cost: strength.cost)
      sealed = ByteString(try SecretBox.seal(secret, key: key, context: Self.context(name)))
    } catch {
      throw ArchiveError(.unavailable, "the \(name) could not be sealed: \(error)")
    }
    self.name = name
    self.salt = ByteString(salt)
    cost = strength.cost
  }

  /// The secret. Throws `ArchiveError(.locked)` when the passphrase is wrong or the file was changed: the two cannot be
  /// told apart.
  public func open(passphrase: String) throws(ArchiveError) -> [UInt8] {
    do {
      let key = try KeyDerivation.bytes(fromPassphrase: passphrase, salt: salt.bytes, cost: cost)
      return try SecretBox.open(sealed.bytes, key: key, context: Self.context(name))
    } catch {
      throw ArchiveError(.locked, "this passphrase does not open the \(name) of this home")
    }
  }

  private static func context(_ name: String) -> [UInt8] {
    DigestPurpose.wrappedKey.tag + Array("passphrase/\(name)".utf8)
  }

  public var json: JSON {
    .fields([
      "name": name.json, "function": "scrypt".json, "rounds": cost.rounds.json, "blockSize": cost.blockSize.json,
      "parallelism": cost.parallelism.json, "salt": salt.json, "sealed": sealed.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    guard try fields.value("function", as: String.self) == "scrypt" else {
      throw CodingError(.outOfRange, "the only known passphrase function is scrypt", at: ["function"])
    }
    name = try fields.value("name")
    cost = try KeyDerivation.PassphraseCost(
      rounds: fields.value("rounds"), blockSize: fields.value("blockSize"), parallelism: fields.value("parallelism"))
    salt = try fields.value("salt")
    sealed = try fields.value("sealed")
    try fields.close()
  }
}
