public import SemperCryptography
import SemperModel

/// How a home's secrets are sealed under its master key: AES-256-GCM under a key derived from the master key, with the
/// secret's name as associated data, so that two sealed secrets cannot change places.
public struct KeyWrap: Sendable, Discreet {
  private let key: [UInt8]

  public init(master: [UInt8]) {
    key = KeyDerivation.bytes(from: master, for: .masterKey, context: Array("key store".utf8))
  }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "key wrap" }

  public func seal(_ secret: [UInt8], named name: String) throws(ArchiveError) -> [UInt8] {
    do {
      return try SecretBox.seal(secret, key: key, context: Self.context(name))
    } catch {
      throw ArchiveError(.unavailable, "the secret “\(name)” could not be sealed: \(error)")
    }
  }

  /// Throws `ArchiveError(.locked)` when the master key is another one or the sealed bytes were changed.
  public func open(_ sealed: [UInt8], named name: String) throws(ArchiveError) -> [UInt8] {
    do {
      return try SecretBox.open(sealed, key: key, context: Self.context(name))
    } catch {
      throw ArchiveError(.locked, "the secret “\(name)” does not open with this home's key")
    }
  }

  private static func context(_ name: String) -> [UInt8] { DigestPurpose.wrappedKey.tag + Array(name.utf8) }
}
