public import SemperCoding
public import SemperCommerce

/// One deal with its evidence, as it is shown and handed on.
public struct ShownDeal: Hashable, Sendable, CanonicalValue {
  public let summary: DealSummary
  /// The folder with the goods, if they are there.
  public let goods: String?
  public let bundle: EvidenceBundle
  /// How long the payment took, where the wallet that tells it has seen that itself.
  public let paymentMilliseconds: Int64?
  /// What was found out about the terms before the deal; `nil` for a deal from before wallets did.
  public let appraisal: ServiceAppraisal?

  init(
    summary: DealSummary, goods: String?, bundle: EvidenceBundle, paymentMilliseconds: Int64? = nil,
    appraisal: ServiceAppraisal? = nil
  ) {
    self.appraisal = appraisal
    self.paymentMilliseconds = paymentMilliseconds
    self.summary = summary
    self.goods = goods
    self.bundle = bundle
  }

  public var json: JSON {
    .fields([
      "bundle": bundle.json, "goods": goods?.json, "paymentMilliseconds": paymentMilliseconds?.json,
      "service": appraisal?.json, "summary": summary.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bundle = try fields.value("bundle")
    goods = try fields.optional("goods")
    paymentMilliseconds = try fields.optional("paymentMilliseconds")
    appraisal = try fields.optional("service")
    summary = try fields.value("summary")
    try fields.close()
  }
}
