import Crypto
import Foundation

/// AES-256-GCM with a fresh key for each message family or a random nonce, always with associated data.
public enum SecretBox {
  /// Nonce ‖ ciphertext ‖ tag, with a random nonce. For keys that seal many messages.
  public static func seal(
    _ plaintext: [UInt8], key: [UInt8], context: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    do {
      let box = try AES.GCM.seal(plaintext, using: SymmetricKey(data: key), authenticating: context)
      guard let combined = box.combined else { throw CryptographyError(.failed, "sealing failed") }
      return Array(combined)
    } catch {
      throw CryptographyError(.failed, "sealing failed: \(error)")
    }
  }

  /// Throws `authenticationFailed` when the key, the context or a single bit is wrong.
  public static func open(
    _ sealed: [UInt8], key: [UInt8], context: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    do {
      let box = try AES.GCM.SealedBox(combined: sealed)
      return Array(try AES.GCM.open(box, using: SymmetricKey(data: key), authenticating: context))
    } catch {
      throw CryptographyError(.authenticationFailed, "the sealed bytes do not open with this key")
    }
  }
}
