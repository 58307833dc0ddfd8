import SemperCoding
import SemperCryptography
import SemperModel

/// A brand's certificates and keys as its owner keeps them between two starts, and what the house hides numbers and codes with.
/// Secret as a whole.
struct StoredBrand: DERValue, Discreet {
  let brand: BrandID
  let nextRoot: ByteString
  /// Root, brand, region, and the authorities of cardholders, merchants and gateways.
  let authorities: [StoredAuthority]
  /// What those three answer with.
  let desks: [StoredDesk]
  let pepper: ByteString

  init(_ ceremony: BrandCeremony, pepper: [UInt8]) {
    let desks = [ceremony.cardholders, ceremony.merchants, ceremony.gateways]
    brand = ceremony.brand
    nextRoot = ByteString(ceremony.nextRoot.rawRepresentation)
    authorities = ceremony.authorities.map { StoredAuthority($0) }
    self.desks = desks.map { StoredDesk($0) }
    self.pepper = ByteString(pepper)
  }

  var der: DERElement {
    .sequence([brand.der, nextRoot.der, authorities.der, desks.der, pepper.der])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    brand = try fields.value()
    nextRoot = try fields.value()
    authorities = try fields.value()
    desks = try fields.value()
    pepper = try fields.value()
    try fields.close()
    guard authorities.count == 6, desks.count == 3, pepper.bytes.count == 32 else {
      throw CodingError(.outOfRange, "a brand has six authorities, three of which answer")
    }
  }
}
