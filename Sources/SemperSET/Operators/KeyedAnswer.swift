public import SemperCoding
public import SemperCryptography

/// EncK: an answer, signed, under a key that the one who asked had sent along.
public struct KeyedAnswer<Content: SETSealedContent>: DERValue, Hashable {
  let data: CMSEncryptedData

  /// The key was sent with one request and seals its one answer.
  init(
    _ content: Content, from sender: SigningIdentity, carrying others: [[UInt8]] = [], key: [UInt8]
  ) throws(CryptographyError) {
    let signed = try Signed(content, by: sender, carrying: others)
    data = try CMSEncryptedData(Content.envelopeType, signed.derBytes, key: key, number: 0)
  }

  public var der: DERElement { data.der }
  public init(der: DERElement) throws(CodingError) { data = try CMSEncryptedData(der: der) }

  func open(with key: [UInt8]) throws(SETRefusal) -> Signed<Content> {
    guard data.type == Content.envelopeType else {
      throw SETRefusal(.contentType, "another type of content is sealed here")
    }
    do {
      return try Signed(derBytes: data.open(with: key))
    } catch {
      throw SETRefusal(.envelope, "the answer does not open with the key that was sent for it")
    }
  }
}
