public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a card bank says of its brand under its own key, which people know by the trust list: the root that all certificates
/// of the brand are judged by, and the gateway to offer.
public struct BrandNotice: SETContent, Hashable {
  public let brand: BrandID
  public let root: ByteString
  /// The gateway's certificate for key exchange and those between it and the root.
  let gateway: [ByteString]

  /// Data of no type of SET's (RFC 5652, section 4).
  public static var contentType: OID { OID([1, 2, 840, 113_549, 1, 7, 1]) }

  public var der: DERElement { .sequence([brand.der, root.der, gateway.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    brand = try fields.value()
    root = try fields.value()
    gateway = try fields.value()
    try fields.close()
    guard (1...8).contains(gateway.count) else {
      throw CodingError(.outOfRange, "a gateway has a certificate, with up to seven above it")
    }
  }

  init(brand: BrandID, root: [UInt8], gateway: TransportIdentity) {
    self.brand = brand
    self.root = ByteString(root)
    self.gateway = ([gateway.certificate] + gateway.issuers).map { ByteString($0) }
  }
}
