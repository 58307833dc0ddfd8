public import SemperCoding
public import SemperCommerce

/// One deal with its evidence, as it is shown and handed on.
public struct ShownDeal: Hashable, Sendable, CanonicalValue {
  public let summary: DealSummary
  /// The folder with the goods, if they are there.
  public let goods: String?
  public let bundle: EvidenceBundle

  init(summary: DealSummary, goods: String?, bundle: EvidenceBundle) {
    self.summary = summary
    self.goods = goods
    self.bundle = bundle
  }

  public var json: JSON {
    .fields(["bundle": bundle.json, "goods": goods?.json, "summary": summary.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bundle = try fields.value("bundle")
    goods = try fields.optional("goods")
    summary = try fields.value("summary")
    try fields.close()
  }
}
