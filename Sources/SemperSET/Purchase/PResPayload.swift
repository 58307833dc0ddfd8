public import SemperCoding
public import SemperCryptography

/// One answer about a purchase.
public struct PResPayload: DERValue, Hashable {
  public let completion: CompletionCode
  public let status: PurchaseStatus?

  public var der: DERElement {
    .sequence([completion.der, status?.der.explicit(0)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    completion = try fields.value()
    status = try fields.optionalExplicit(0)
    try fields.close()
  }

  init(completion: CompletionCode, status: PurchaseStatus? = nil) {
    self.completion = completion
    self.status = status
  }
}
