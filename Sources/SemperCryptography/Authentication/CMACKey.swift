import Crypto
import CryptoExtras
import Foundation

/// A key for AES-128-CMAC (NIST SP 800-38B, RFC 4493): message authentication between holders of the same key.
///
/// Whoever checks a tag could have made it, so a tag proves nothing to third parties. It has no textual description and no
/// JSON form.
public struct CMACKey: Sendable, Discreet {
  /// Bytes of a key and of a whole tag.
  public static let size = 16

  private let key: SymmetricKey

  /// A fresh key from the system's generator.
  public init() { key = SymmetricKey(size: .bits128) }

  /// Throws `CryptographyError` for anything but 16 bytes.
  public init(bytes: [UInt8]) throws(CryptographyError) {
    guard bytes.count == Self.size else { throw CryptographyError(.invalidKey, "an AES-128 key has 16 bytes") }
    key = SymmetricKey(data: bytes)
  }

  /// The raw key, for a store that keeps it sealed.
  public var bytes: [UInt8] { key.withUnsafeBytes { Array($0) } }

  /// The tag over a message, 16 bytes.
  public func tag(over message: [UInt8]) -> [UInt8] { CryptographyClock.timing { made(over: message) } }

  private func made(over message: [UInt8]) -> [UInt8] {
    do {
      var code = try AES.CMAC(key: key)
      message.withUnsafeBytes { code.update(bufferPointer: $0) }
      return code.finalize().withUnsafeBytes { Array($0) }
    } catch {
      preconditionFailure("a key of 128 bits fits AES-CMAC")
    }
  }
}
