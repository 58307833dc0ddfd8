public import SemperCoding

/// An item that steps of the terms give.
public struct DeclaredItem: Hashable, Sendable, CanonicalValue {
  public let form: ItemForm
  /// What it is worth where it is not exchanged for money in one step: what the side that waits for it may lose.
  public let worth: Expression?

  public var json: JSON {
    guard let worth else { return form.json }
    return .fields(["form": form.json, "worth": worth.json])
  }

  public init(json: JSON) throws(CodingError) {
    guard case .object = json else {
      form = try ItemForm(json: json)
      worth = nil
      return
    }
    var fields = try ObjectReader(json)
    form = try fields.value("form")
    worth = try fields.value("worth", as: Expression.self)
    try fields.close()
  }
}
