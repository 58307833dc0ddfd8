import SwiftASN1
import X509

/// A distinguished name with the four attributes that hierarchies of brands use, one of each at most, in this order.
public struct ChainName: Sendable, Hashable {
  public let country: String?
  public let organisation: String
  public let unit: String?
  public let common: String?

  public init(country: String? = nil, organisation: String, unit: String? = nil, common: String? = nil) {
    self.country = country
    self.organisation = organisation
    self.unit = unit
    self.common = common
  }

  var name: DistinguishedName {
    get throws {
      try DistinguishedName {
        if let country { CountryName(country) }
        OrganizationName(organisation)
        if let unit { OrganizationalUnitName(unit) }
        if let common { CommonName(common) }
      }
    }
  }

  init(_ name: DistinguishedName) throws {
    var texts = [String?](repeating: nil, count: 4)
    let order = [
      ASN1ObjectIdentifier.RDNAttributeType.countryName, .RDNAttributeType.organizationName,
      .RDNAttributeType.organizationalUnitName, .RDNAttributeType.commonName,
    ]
    var last = -1
    for part in name {
      guard part.count == 1, let attribute = part.first, let place = order.firstIndex(of: attribute.type), place > last,
        let text = String(attribute.value)
      else {
        throw CryptographyError(.failed, "the name has other attributes than country, organisation, unit and name")
      }
      texts[place] = text
      last = place
    }
    guard let organisation = texts[1] else { throw CryptographyError(.failed, "the name has no organisation") }
    self.init(country: texts[0], organisation: organisation, unit: texts[2], common: texts[3])
  }
}
