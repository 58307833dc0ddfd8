public import SemperCoding
public import SemperCryptography

/// What a merchant's certificates say about it (extension merchData, 2.23.42.7.2).
public struct MerchantData: DERValue, Hashable {
  static let name = SETArc.certificateExtension(2)

  public let merchant: MerchantID
  public let acquirer: BIN
  /// Under which names people know it.
  public let names: [UnicodeText]
  /// ISO 3166 numeric.
  public let country: Int

  public init(merchant: MerchantID, acquirer: BIN, names: [UnicodeText], country: Int) {
    self.merchant = merchant
    self.acquirer = acquirer
    self.names = names
    self.country = country
  }

  public var der: DERElement { .sequence([merchant.der, acquirer.der, names.der, country.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    merchant = try fields.value()
    acquirer = try fields.value()
    names = try fields.value()
    country = try fields.value()
    try fields.close()
    guard (1...8).contains(names.count), (1...999).contains(country) else {
      throw CodingError(.outOfRange, "a merchant has one to eight names and a country")
    }
  }
}
