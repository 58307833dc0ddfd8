import Crypto
import Foundation
public import SemperModel

extension SealingKey {
  /// A tag on a message that tells one recipient who made it, and nobody else: HPKE in its authenticated mode
  /// (RFC 9180 section 5.1.3) over no plaintext.
  ///
  /// The recipient could have made the tag itself, so it proves nothing to a third party. Encapsulated key ‖ tag.
  public func tag(
    on message: [UInt8], to recipient: SealingPublicKey, for purpose: DigestPurpose, context: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    do {
      var sender = try HPKE.Sender(
        recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient.bytes),
        ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(purpose.tag + context), authenticatedBy: agreement)
      let tag = try sender.seal(Data(), authenticating: message)
      return Array(sender.encapsulatedKey) + Array(tag)
    } catch {
      throw CryptographyError(.invalidKey, "tagging for this key failed: \(error)")
    }
  }

  /// Whether the holder of the sender's key, or of this key, made the tag on exactly this message.
  public func accepts(
    _ tag: [UInt8], on message: [UInt8], from sender: SealingPublicKey, for purpose: DigestPurpose, context: [UInt8]
  ) -> Bool {
    guard tag.count > SealingPublicKey.size,
      let senderKey = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: sender.bytes),
      var recipient = try? HPKE.Recipient(
        privateKey: agreement, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(purpose.tag + context),
        encapsulatedKey: Data(tag.prefix(SealingPublicKey.size)), authenticatedBy: senderKey),
      let opened = try? recipient.open(Data(tag.dropFirst(SealingPublicKey.size)), authenticating: message)
    else { return false }
    return opened.isEmpty
  }
}
