import Crypto
import Foundation
public import SemperCoding
import SemperModel

/// Content under a key that both sides have already (RFC 5652, section 8), with AES-256-GCM: the tag stands behind the
/// ciphertext. A key is used for one answer only.
public struct CMSEncryptedData: DERValue, Hashable {
  public let type: OID
  let nonce: [UInt8]
  let sealed: [UInt8]

  /// - Precondition: the key has 32 bytes and has not been used with this number.
  public init(_ type: OID, _ content: [UInt8], key: [UInt8], number: UInt64) throws(CryptographyError) {
    precondition(key.count == 32)
    self.type = type
    nonce = [0, 0, 0, 0] + withUnsafeBytes(of: number.bigEndian) { Array($0) }
    do {
      let box = try AES.GCM.seal(content, using: SymmetricKey(data: key), nonce: AES.GCM.Nonce(data: nonce))
      sealed = Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw CryptographyError(.failed, "sealing failed: \(error)")
    }
  }

  /// Throws `authenticationFailed` when the key or a single bit is wrong.
  public func open(with key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    do {
      guard sealed.count >= 16 else { throw CryptographyError(.authenticationFailed, "too short") }
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce), ciphertext: sealed.dropLast(16), tag: sealed.suffix(16))
      return Array(try AES.GCM.open(box, using: SymmetricKey(data: key)))
    } catch {
      throw CryptographyError(.authenticationFailed, "the sealed bytes do not open with this key")
    }
  }

  public var der: DERElement {
    let content = DERElement.sequence([
      type.der, AlgorithmIdentifier.aes256GCM(nonce: nonce).der, ByteString(sealed).der.implicit(0),
    ])
    return CMSContent.wrap(CMSContent.encryptedData, .sequence([0.der, content]))
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(CMSContent.unwrap(CMSContent.encryptedData, der))
    let version: Int = try fields.value()
    var content = try DERReader(fields.element())
    type = try content.value()
    let cipher: AlgorithmIdentifier = try content.value()
    sealed = try content.implicit(0, ByteString.self).bytes
    try content.close()
    try fields.close()
    guard version == 0, let nonce = cipher.gcmNonce else {
      throw CodingError(.outOfRange, "encrypted data here is AES-256-GCM")
    }
    self.nonce = nonce
  }
}
