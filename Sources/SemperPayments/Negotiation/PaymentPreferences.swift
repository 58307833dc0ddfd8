public import SemperCoding
import SemperModel

/// What a payer likes, as far as the deal leaves it a choice.
public struct PaymentPreferences: Hashable, Sendable, CanonicalValue {
  /// When the person is asked which means of payment to take.
  public enum Asking: String, Sendable, CaseIterable, CanonicalValue {
    case never
    /// When more than one suits.
    case whenSeveral = "when-several"
    case always
  }

  /// Schemes in the order in which they are liked; what is not named comes after them, in the payee's order.
  public let order: [SchemeID]
  /// Schemes that are never taken.
  public let avoided: [SchemeID]
  public let asking: Asking

  public init(order: [SchemeID] = [], avoided: [SchemeID] = [], asking: Asking = .never) {
    self.order = order
    self.avoided = avoided
    self.asking = asking
  }

  /// The same likings of a person who is not to be asked.
  public var withoutAsking: PaymentPreferences { PaymentPreferences(order: order, avoided: avoided) }

  /// The place of a scheme; smaller is better.
  func rank(of scheme: SchemeID) -> Int { order.firstIndex(of: scheme) ?? order.count }

  public var json: JSON {
    .fields(["asking": asking.json, "avoided": avoided.json, "order": order.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    asking = try fields.value("asking")
    avoided = try fields.value("avoided")
    order = try fields.value("order")
    try fields.close()
  }
}
