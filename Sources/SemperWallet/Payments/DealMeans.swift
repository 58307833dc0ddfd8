public import SemperCoding
import SemperCommerce
public import SemperExchange
import SemperModel
public import SemperPayments
import SemperTerms

/// With what a deal is paid, and how fair its exchange is with that: for whoever decides about it or looks at it later.
public struct DealMeans: Hashable, Sendable, CanonicalValue {
  public let system: SchemeID
  public let paymentClass: PaymentClass
  /// As the planner computes it for the terms of the deal.
  public let level: FairnessLevel

  /// `nil` where nothing was agreed, as in deals from before.
  init?(_ record: DealRecord) {
    guard let agreed = try? record.agreedPayment(),
      let level = try? record.terms.level(paying: agreed.terms.option.properties)
    else { return nil }
    system = agreed.terms.scheme
    paymentClass = agreed.terms.option.paymentClass
    self.level = level
  }

  public var json: JSON {
    .fields(["class": paymentClass.json, "level": level.json, "system": system.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    paymentClass = try fields.value("class")
    level = try fields.value("level")
    system = try fields.value("system")
    try fields.close()
  }
}
