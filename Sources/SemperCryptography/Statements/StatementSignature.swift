import SemperCoding
import SemperModel

/// One signature of a statement with its protected header. There is no unprotected header.
public struct StatementSignature: Sendable, Hashable {
  /// The bytes of the protected header as received; the signature covers these.
  let protected: [UInt8]
  public let header: ProtectedHeader
  let signature: [UInt8]

  init(protected: [UInt8], signature: [UInt8]) throws(CodingError) {
    self.protected = protected
    self.signature = signature
    header = try ProtectedHeader(bytes: protected)
    guard signature.count == 64 else { throw CodingError(.wrongForm, "a signature has 64 bytes") }
  }

  init(
    over payload: [UInt8], kind: StatementKind, by key: SigningKey, certificates: [[UInt8]]
  ) throws(CryptographyError) {
    header = ProtectedHeader(
      algorithm: key.algorithm, kid: key.thumbprint, kind: kind, certificates: certificates)
    protected = header.bytes
    signature = try key.signature(over: Self.input(protected, payload))
  }

  func verifies(over payload: [UInt8], with key: PublicKey) -> Bool {
    key.algorithm == header.algorithm
      && key.isValid(signature: signature, over: Self.input(protected, payload))
  }

  /// RFC 7515 section 5.1: nothing is prepended, so ordinary JOSE libraries verify ours.
  private static func input(_ protected: [UInt8], _ payload: [UInt8]) -> [UInt8] {
    Base64URL.encodedBytes(protected) + [UInt8(ascii: ".")] + Base64URL.encodedBytes(payload)
  }
}
