import Crypto
public import SemperModel

// Signatures that stand beside a JSON document whose format another standard owns, such as metadata of The Update Framework:
// DER (RFC 3279) by a P-256 key, 64 bytes by an Ed25519 key.
extension SigningKey {
  /// Over the bytes of a JSON object. They begin with a brace, which no signing input of a statement does, so that a signature
  /// on one is none on the other; anything else is a bug of the caller.
  public func signature(beside document: [UInt8]) throws(CryptographyError) -> [UInt8] {
    precondition(document.first == UInt8(ascii: "{"), "a document to be signed is a JSON object")
    let raw = try signature(over: document)
    guard algorithm == .es256 else { return raw }
    do {
      return Array(try P256.Signing.ECDSASignature(rawRepresentation: raw).derRepresentation)
    } catch {
      throw CryptographyError(.failed, "the signature could not be written: \(error)")
    }
  }
}

extension PublicKey {
  /// Whether it is this key's signature beside the document. Another spelling of the same two numbers is none.
  public func isValid(_ signature: [UInt8], beside document: [UInt8]) -> Bool {
    guard document.first == UInt8(ascii: "{") else { return false }
    guard algorithm == .es256 else { return isValid(signature: signature, over: document) }
    guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature),
      Array(parsed.derRepresentation) == signature
    else { return false }
    return isValid(signature: Array(parsed.rawRepresentation), over: document)
  }
}
