import Crypto
import Foundation
public import SemperCoding
import SemperModel

/// Content that one recipient can read and nobody can change (AuthEnvelopedData, RFC 5083): AES-256-GCM under a fresh key,
/// which travels in an RSA-OAEP block.
///
/// The block may carry more than the key: what follows the first 32 bytes is secret of its own, protected by the public key
/// itself and not by the bulk cipher. Then the SHA-256 of the block is associated data of the bulk cipher, so that block and
/// content belong together.
public struct CMSEnvelope: DERValue, Hashable {
  public static let keySize = 32

  public let type: OID
  public let recipient: IssuerAndSerial
  let block: [UInt8]
  let nonce: [UInt8]
  let ciphertext: [UInt8]
  let tag: [UInt8]

  /// Seals content of a type; `more` goes into the block behind the key.
  public init(
    _ type: OID, _ content: [UInt8], to recipient: IssuerAndSerial, key: TransportPublicKey, more: [UInt8] = []
  ) throws(CryptographyError) {
    self.type = type
    self.recipient = recipient
    let bulk = SymmetricKey(size: .bits256)
    let plain = bulk.withUnsafeBytes { Array($0) } + more
    block = try key.encrypt(plain)
    do {
      let box = try AES.GCM.seal(content, using: bulk, authenticating: Self.associated(plain))
      nonce = box.nonce.withUnsafeBytes { Array($0) }
      ciphertext = Array(box.ciphertext)
      tag = Array(box.tag)
    } catch {
      throw CryptographyError(.failed, "sealing failed: \(error)")
    }
  }

  private static func associated(_ block: [UInt8]) -> [UInt8] {
    block.count == keySize ? [] : Array(SHA256.hash(data: block))
  }

  /// The content and what came in the block behind the key. Throws `authenticationFailed` when anything was changed.
  public func open(with key: TransportKey) throws(CryptographyError) -> (content: [UInt8], more: [UInt8]) {
    let plain = try key.decrypt(block)
    guard plain.count >= Self.keySize else {
      throw CryptographyError(.authenticationFailed, "the block holds no key")
    }
    do {
      let box = try AES.GCM.SealedBox(nonce: AES.GCM.Nonce(data: nonce), ciphertext: ciphertext, tag: tag)
      let bulk = SymmetricKey(data: plain.prefix(Self.keySize))
      let content = try AES.GCM.open(box, using: bulk, authenticating: Self.associated(plain))
      return (Array(content), Array(plain.dropFirst(Self.keySize)))
    } catch {
      throw CryptographyError(.authenticationFailed, "the envelope does not open")
    }
  }

  public var der: DERElement {
    let transport = DERElement.sequence([
      0.der, recipient.der, AlgorithmIdentifier.oaepSHA256.der, ByteString(block).der,
    ])
    let sealed = DERElement.sequence([
      type.der, AlgorithmIdentifier.aes256GCM(nonce: nonce).der, ByteString(ciphertext).der.implicit(0),
    ])
    return CMSContent.wrap(
      CMSContent.authEnvelopedData, .sequence([0.der, .set([transport]), sealed, ByteString(tag).der]))
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(CMSContent.unwrap(CMSContent.authEnvelopedData, der))
    var versions = [try fields.value(Int.self)]
    var recipients = try DERReader(fields.element(), .set)
    var transport = try DERReader(recipients.element())
    try recipients.close()
    versions.append(try transport.value())
    recipient = try transport.value()
    let wrapping: AlgorithmIdentifier = try transport.value()
    block = try transport.value(ByteString.self).bytes
    try transport.close()
    var sealed = try DERReader(fields.element())
    type = try sealed.value()
    let cipher: AlgorithmIdentifier = try sealed.value()
    ciphertext = try sealed.implicit(0, ByteString.self).bytes
    try sealed.close()
    tag = try fields.value(ByteString.self).bytes
    try fields.close()
    guard versions == [0, 0], wrapping == .oaepSHA256, let nonce = cipher.gcmNonce, tag.count == 16 else {
      throw CodingError(.outOfRange, "envelopes here are RSA-OAEP with SHA-256 and AES-256-GCM")
    }
    self.nonce = nonce
  }
}
