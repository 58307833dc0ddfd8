public import SemperCoding

/// Reads the fields of a SEQUENCE (or the members of a SET) in their order. `close` refuses what was left unread, so a field
/// that is not known is never passed over.
public struct DERReader {
  private var rest: ArraySlice<DERElement>

  public init(_ element: DERElement, _ tag: DERTag = .sequence) throws(CodingError) {
    guard element.tag == tag, case .constructed(let fields) = element.content else {
      throw CodingError(.wrongType, "a sequence of fields is expected")
    }
    rest = fields[...]
  }

  /// Whether there is another field.
  public var hasNext: Bool { !rest.isEmpty }

  /// The next field as it stands.
  public mutating func element() throws(CodingError) -> DERElement {
    guard let next = rest.popFirst() else { throw CodingError(.missing, "a field is missing") }
    return next
  }

  public mutating func value<Value: DERValue>(_: Value.Type = Value.self) throws(CodingError) -> Value {
    try Value(der: element())
  }

  /// The field `[number] IMPLICIT`, if it is there.
  public mutating func optional<Value: DERValue>(
    _ number: Int, _: Value.Type = Value.self
  ) throws(CodingError) -> Value? {
    guard let content = next(number) else { return nil }
    return try Value(der: DERElement(Value.derTag, content))
  }

  public mutating func implicit<Value: DERValue>(
    _ number: Int, _: Value.Type = Value.self
  ) throws(CodingError) -> Value {
    guard let value: Value = try optional(number) else {
      throw CodingError(.missing, "the field [\(number)] is missing")
    }
    return value
  }

  /// The field `[number] EXPLICIT`, if it is there.
  public mutating func optionalExplicit<Value: DERValue>(
    _ number: Int, _: Value.Type = Value.self
  ) throws(CodingError) -> Value? {
    guard let content = next(number) else { return nil }
    guard case .constructed(let inner) = content, inner.count == 1 else {
      throw CodingError(.wrongType, "the field [\(number)] holds one element")
    }
    return try Value(der: inner[0])
  }

  public mutating func explicit<Value: DERValue>(
    _ number: Int, _: Value.Type = Value.self
  ) throws(CodingError) -> Value {
    guard let value: Value = try optionalExplicit(number) else {
      throw CodingError(.missing, "the field [\(number)] is missing")
    }
    return value
  }

  /// An optional field without a tag of its own, which must be the last one.
  public mutating func last<Value: DERValue>(_: Value.Type = Value.self) throws(CodingError) -> Value? {
    hasNext ? try value() : nil
  }

  private mutating func next(_ number: Int) -> DERElement.Content? {
    guard let next = rest.first, next.tag == .context(number) else { return nil }
    rest = rest.dropFirst()
    return next.content
  }

  public func close() throws(CodingError) {
    guard rest.isEmpty else { throw CodingError(.unknownMember, "\(rest.count) fields are not known here") }
  }
}
