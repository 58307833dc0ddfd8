public import SemperModel

/// What is known of a deal's fields before there is a deal: of each its type and between what it lies.
public struct FieldEnvironment: Sendable {
  /// The one currency of the terms.
  public let currency: Currency
  private let fields: [FieldPath: FormField]

  public init(currency: Currency, fields: [FieldPath: FormField]) {
    self.currency = currency
    self.fields = fields
  }

  public subscript(_ path: FieldPath) -> FormField? { fields[path] }
}
