public import SemperCoding
public import SemperTerms

/// A field of a document that a step has its giver fill in.
public struct FieldToFill: Hashable, Sendable, CanonicalValue {
  public let path: FieldPath
  public let field: FormField

  init(_ path: FieldPath, _ field: FormField) {
    self.path = path
    self.field = field
  }

  public var json: JSON { .fields(["field": field.json, "path": path.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    field = try fields.value("field")
    path = try fields.value("path")
    try fields.close()
  }
}
