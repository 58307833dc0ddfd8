public import SemperCoding
public import SemperCryptography

/// What a certificate of a brand is for (extension certType, 2.23.42.7.1): one of the named bits, and no two.
public enum CertificateType: Int, DERValue, Hashable, CaseIterable {
  case cardholder = 0
  case merchant, gateway, cardholderAuthority, merchantAuthority, gatewayAuthority, geopolitical, brand, root
  /// The key with which an authority answers, which certifies nobody.
  case authorityOnLine = 10

  static let name = SETArc.certificateExtension(1)

  /// Which authority alone certifies this type.
  var issuer: CertificateType? {
    switch self {
    case .cardholder: .cardholderAuthority
    case .merchant: .merchantAuthority
    case .gateway: .gatewayAuthority
    case .cardholderAuthority, .merchantAuthority, .gatewayAuthority: .geopolitical
    case .geopolitical: .brand
    case .brand: .root
    case .root, .authorityOnLine: nil
    }
  }

  public static var derTag: DERTag { .bitString }

  public var der: DERElement {
    let bytes: [UInt8] = rawValue < 8 ? [0x80 >> UInt8(rawValue)] : [0, 0x80]
    return DERElement(.bitString, .primitive([UInt8(7 - rawValue % 8)] + bytes))
  }

  public init(der: DERElement) throws(CodingError) {
    guard let found = Self.allCases.first(where: { $0.der == der }) else {
      throw CodingError(.outOfRange, "a certificate is for one role")
    }
    self = found
  }
}
