public import SemperCoding

/// A field of a document that the deal has: the item's name and the field's, written `order.quantity`.
public struct FieldPath: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let item: String
  public let field: String

  public init(_ item: String, _ field: String) {
    self.item = item
    self.field = field
  }

  /// Refuses what is not two names with a dot between them.
  public init(text: String) throws(CodingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(TermsName.isName) else {
      throw CodingError(
        .wrongForm, "“\(text.prefix(60))” does not name a field; write item.field, such as order.quantity")
    }
    self.init(parts[0], parts[1])
  }

  public var description: String { "\(item).\(field)" }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}
