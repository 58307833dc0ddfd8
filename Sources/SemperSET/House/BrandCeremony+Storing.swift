import SemperCoding
import SemperCryptography
import SemperModel

extension BrandCeremony {
  /// A brand that was founded before.
  init(_ stored: StoredBrand) throws {
    var known: [Authority] = []
    for place in 0..<3 {
      let above = known.last.map { [$0.certificate] + $0.issuers } ?? []
      known.append(try stored.authorities[place].authority(under: above))
    }
    let above = [known[2].certificate] + known[2].issuers
    let desks = try (0..<3).map { place in
      try CertificateDesk(
        stored.authorities[place + 3].authority(under: above), brand: stored.brand, stored.desks[place])
    }
    brand = stored.brand
    nextRoot = try SigningKey(.es256, rawRepresentation: stored.nextRoot.bytes)
    (root, brandAuthority, region) = (known[0], known[1], known[2])
    (cardholders, merchants, gateways) = (desks[0], desks[1], desks[2])
  }
}

extension CertificateDesk {
  init(_ authority: BrandCeremony.Authority, brand: BrandID, _ stored: StoredDesk) throws {
    self.authority = authority
    self.brand = brand
    identity = SigningIdentity(
      certificate: stored.signing.bytes, issuers: authority.path,
      key: try SigningKey(.es256, rawRepresentation: stored.signingKey.bytes))
    transport = TransportIdentity(
      certificate: stored.transport.bytes, issuers: authority.path,
      key: try TransportKey(derRepresentation: stored.transportKey.bytes))
  }
}
