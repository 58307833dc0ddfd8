public import SemperCoding
public import SemperModel

/// A field that says something about a person: what for, and for how long the other side may keep it after the deal has ended.
public struct PersonalDatum: Hashable, Sendable, CanonicalValue {
  public enum Purpose: String, Sendable, CaseIterable, CanonicalValue {
    case delivery, billing, contact, proofOfAge, proofOfResidence, performance, law
  }

  public let field: FieldPath
  public let purpose: Purpose
  public let keep: Span

  public var json: JSON { .fields(["field": field.json, "keep": keep.json, "purpose": purpose.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    field = try fields.value("field")
    keep = try fields.value("keep")
    purpose = try fields.value("purpose")
    try fields.close()
  }
}
