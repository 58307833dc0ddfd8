public import SemperCryptography
public import SemperModel

/// Judges certificates of one brand: to the pinned root, through the authorities that SET prescribes for the type.
public struct SETTrust: Sendable {
  private let verifier: ChainVerifier
  public let brand: BrandID

  /// Throws `invalidKey` for a root that is none. Roots come from the trust list, never from a peer.
  public init(roots: [[UInt8]], brand: BrandID) throws(CryptographyError) {
    verifier = try ChainVerifier(
      roots: roots, understanding: [CertificateType.name, MerchantData.name, HashedRoot.name])
    self.brand = brand
  }

  /// The certificate, judged. `issuer` says whose key an authority's own one is for. Refuses with `certificateChain`, `certificateType`, `certificateBrand` or `merchantData`.
  public func certificate(
    _ der: [UInt8], among others: [[UInt8]], _ type: CertificateType, _ usage: ChainUsage,
    of issuer: CertificateType? = nil, at time: Timestamp
  ) throws(SETRefusal) -> SETCertificate {
    let chain: [ChainCertificate]
    do {
      chain = try verifier.chain(of: der, among: others, at: time)
    } catch {
      throw SETRefusal(.certificateChain, error)
    }
    var expected: CertificateType? = type
    for (place, certificate) in chain.enumerated() {
      if place == 1, type == .authorityOnLine { expected = issuer }
      guard let wanted = expected, certificate.value(of: CertificateType.name) == wanted.derBytes else {
        throw SETRefusal(.certificateType, "a certificate in the chain is for another role than SET has there")
      }
      guard wanted == .root || certificate.subject.organisation == brand.text else {
        throw SETRefusal(.certificateBrand, "the certificate belongs to another brand than \(brand)")
      }
      expected = wanted.issuer
    }
    guard expected == nil, chain[0].usage == usage else {
      throw SETRefusal(.certificateType, "the certificate is for another use of its key")
    }
    return SETCertificate(type: type, chain: chain, merchant: try Self.merchant(chain[0], type))
  }

  /// The certificate of who signed, judged: it is found among those that came along and those known before.
  func signer(
    of data: CMSSignedData, _ type: CertificateType, of issuer: CertificateType? = nil, at time: Timestamp
  ) throws(SETRefusal) -> SETCertificate {
    let all = data.certificates
    // One signature, and by its signer: a message that somebody else has signed too is nobody's word.
    let names = data.signatures.map(\.signer)
    guard
      let found = all.first(where: { der in
        guard let name = try? IssuerAndSerial(of: der) else { return false }
        return names == [.certificate(name)]
      })
    else { throw SETRefusal(.certificateChain, "the signer's certificate did not come along") }
    return try certificate(found, among: all, type, .signing, of: issuer, at: time)
  }

  private static func merchant(
    _ certificate: ChainCertificate, _ type: CertificateType
  ) throws(SETRefusal) -> MerchantData? {
    guard type == .merchant else { return nil }
    guard let bytes = certificate.value(of: MerchantData.name), let data = try? MerchantData(derBytes: bytes) else {
      throw SETRefusal(.merchantData, "the certificate does not say which merchant it is of")
    }
    return data
  }
}
