public import SemperCoding
public import SemperModel

/// Content with its signatures (RFC 5652, section 5). The content may travel apart from it.
///
/// Nothing is verified by decoding: `isSigned` says whether a certain key has signed, and whose key it is says the judgement
/// of the certificates, which are carried along and prove nothing by being here.
public struct CMSSignedData: DERValue, Hashable {
  public let type: OID
  /// `nil` where the content is elsewhere.
  public let content: [UInt8]?
  public let certificates: [[UInt8]]
  public let signatures: [CMSSignature]

  /// Signs content of a type. `isDetached` leaves the content out.
  public init(
    _ type: OID, _ content: [UInt8], by signers: [(CMSSigner, SigningKey)], certificates: [[UInt8]] = [],
    isDetached: Bool = false
  ) throws(CryptographyError) {
    precondition(!signers.isEmpty, "somebody signs")
    self.type = type
    self.content = isDetached ? nil : content
    self.certificates = certificates.sorted { $0.lexicographicallyPrecedes($1) }
    var signatures = [CMSSignature]()
    for (signer, key) in signers { signatures.append(try CMSSignature(type, content, by: signer, key: key)) }
    self.signatures = signatures.map { ($0, $0.derBytes) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  /// Whether the signer has signed this content with this key. `content` stands in for a detached one.
  public func isSigned(by signer: CMSSigner, key: PublicKey, content detached: [UInt8]? = nil) -> Bool {
    guard let content = content ?? detached else { return false }
    return signatures.contains { $0.signer == signer && $0.isValid(type, content, by: key) }
  }

  /// The same content and signatures without certificates, under another name for the signer: for who knows the key and has
  /// nothing to judge. What is signed does not name the signer.
  public func bare(by signer: CMSSigner) -> CMSSignedData {
    CMSSignedData(
      type: type, content: content, certificates: [], signatures: signatures.map { $0.named(signer) })
  }

  private init(type: OID, content: [UInt8]?, certificates: [[UInt8]], signatures: [CMSSignature]) {
    self.type = type
    self.content = content
    self.certificates = certificates
    self.signatures = signatures
  }

  public var der: DERElement {
    var inner = DERElement.sequence([type.der, content.map { ByteString($0).der.explicit(0) }])
    inner = .sequence([
      3.der, .set([AlgorithmIdentifier.sha256.der]), inner,
      certificates.isEmpty ? nil : .set(certificates.compactMap { try? DERElement($0) }).implicit(0),
      .set(signatures.map(\.der)),
    ])
    return CMSContent.wrap(CMSContent.signedData, inner)
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(CMSContent.unwrap(CMSContent.signedData, der))
    let version: Int = try fields.value()
    var hashes = try DERReader(fields.element(), .set)
    var encapsulated = try DERReader(fields.element())
    type = try encapsulated.value()
    content = try encapsulated.optionalExplicit(0, ByteString.self)?.bytes
    try encapsulated.close()
    guard version == 3, try hashes.value(AlgorithmIdentifier.self) == .sha256 else {
      throw CodingError(.outOfRange, "signed data here is version 3 with SHA-256")
    }
    try hashes.close()
    var certificates = [[UInt8]]()
    var element = try fields.element()
    if element.tag == .context(0) {
      var members = try DERReader(element, .context(0))
      while members.hasNext { certificates.append(try members.element().encoded) }
      element = try fields.element()
    }
    self.certificates = certificates
    var members = try DERReader(element, .set)
    var signatures = [CMSSignature]()
    while members.hasNext { signatures.append(try members.value()) }
    self.signatures = signatures
    try fields.close()
    guard (1...2).contains(signatures.count), certificates.count <= 16 else {
      throw CodingError(.tooMany, "one or two signatures and at most 16 certificates are accepted")
    }
  }
}
