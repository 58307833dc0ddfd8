public import SemperCoding

/// The form of a document of the deal: its fields, and what has to hold for them.
public struct DocumentForm: Hashable, Sendable, CanonicalValue {
  static let mostFields = 64
  static let mostRules = 32

  public let fields: [Field]
  /// Each has to be true of a document; one of which it is not is a deviation.
  public let rules: [Expression]
  /// What it tells of goods that travel, if anything.
  public let tells: Telling?

  public struct Field: Hashable, Sendable {
    public let name: String
    public let field: FormField
  }

  public var json: JSON {
    .fields([
      "fields": .object(JSONObject(fields.map { ($0.name, $0.field.json) })), "rules": rules.isEmpty ? nil : rules.json,
      "tells": tells?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var reader = try ObjectReader(json)
    let named = try Named<FormField>.all(of: reader.value("fields"), in: "fields", most: Self.mostFields)
    fields = named.map { Field(name: $0.name, field: $0.value) }
    rules = try reader.optional("rules") ?? []
    tells = try reader.optional("tells")
    try reader.close()
    guard rules.count <= Self.mostRules else {
      throw CodingError(.tooMany, "at most \(Self.mostRules)").inside("rules")
    }
  }
}
