import SemperCoding
import SemperModel
import X509

/// Whom a certificate names: an organisation in a role, and where the role is reached.
///
/// Written as the distinguished name `O=<organisation>, OU=<role>` with exactly these two attributes, and the address
/// as a URI among the subject's alternative names.
public struct CertificateSubject: Sendable, Hashable {
  static let longestAddress = 256

  public let organisation: String
  public let role: CertifiedRole
  public let address: String?

  /// Refuses an organisation that a person could misread and an address that is not printable ASCII.
  public init(
    organisation: String, role: CertifiedRole, address: String? = nil
  ) throws(CryptographyError) {
    guard (try? HumanText(organisation)) != nil, (1...64).contains(organisation.unicodeScalars.count),
      !organisation.contains("\n")
    else { throw CryptographyError(.failed, "the organisation is one line of 1 to 64 characters in Unicode form NFC") }
    if let address {
      guard (1...Self.longestAddress).contains(address.utf8.count),
        address.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else {
        throw CryptographyError(.failed, "the address is a URI of at most \(Self.longestAddress) ASCII characters")
      }
    }
    self.organisation = organisation
    self.role = role
    self.address = address
  }

  var name: DistinguishedName {
    get throws {
      try DistinguishedName {
        OrganizationName(organisation)
        OrganizationalUnitName(role.rawValue)
      }
    }
  }

  init(name: DistinguishedName, address: String?) throws(CryptographyError) {
    let attributes = name.map(Array.init)
    guard attributes.count == 2, attributes.allSatisfy({ $0.count == 1 }),
      let organisation = attributes[0].first, organisation.type == .RDNAttributeType.organizationName,
      let unit = attributes[1].first, unit.type == .RDNAttributeType.organizationalUnitName,
      let organisationText = String(organisation.value), let unitText = String(unit.value),
      let role = try? CertifiedRole(json: .string(unitText))
    else { throw CryptographyError(.failed, "the name must be an organisation and a known role, and nothing else") }
    try self.init(organisation: organisationText, role: role, address: address)
  }
}
