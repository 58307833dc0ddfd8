/// A JSON value as Semper handles it: object members in canonical order, integers kept apart from other numbers.
///
/// Equality is equality of canonical bytes. (`String ==` would call two different member names equal when they are
/// canonically equivalent Unicode, so strings are compared byte by byte.)
public enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON: Equatable {
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)):
      b.isFinite && NumberForm.text(of: b) == String(a)
    case (.string(let a), .string(let b)): a.isSameText(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _):
      false
    }
  }
}

extension JSON {
  /// An object from its members; a member whose value is `nil` is left out.
  public static func fields(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  /// The members, if this is an object.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The value of one member, if this is an object that has it.
  public subscript(name: String) -> JSON? { object?[name] }
}
