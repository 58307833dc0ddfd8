public import SemperCoding

/// Which credentials each side has to show before it goes on: a seal of a consumer organisation, accreditation with a provider of
/// payments, residence, membership. Each is named by its type.
public struct Requirements: Hashable, Sendable, CanonicalValue {
  static let most = 16
  public let buyer: [String]
  public let seller: [String]

  public var json: JSON {
    .fields(["buyer": buyer.isEmpty ? nil : buyer.json, "seller": seller.isEmpty ? nil : seller.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    buyer = try fields.optional("buyer") ?? []
    seller = try fields.optional("seller") ?? []
    try fields.close()
    for types in [buyer, seller] {
      guard types.count <= Self.most, Set(types).count == types.count, types.allSatisfy(TermsName.isName) else {
        throw CodingError(.outOfRange, "it names at most \(Self.most) different types of credentials")
      }
    }
  }
}
