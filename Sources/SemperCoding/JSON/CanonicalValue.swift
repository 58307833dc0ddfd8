/// A value with exactly one JSON form, which is what Semper signs, hashes, stores and sends.
///
/// `init(json:)` is the only way in from outside: it refuses unknown members, wrong forms and values out of range, so
/// that a decoded value is a checked value.
public protocol CanonicalValue: Sendable, Equatable {
  var json: JSON { get }
  init(json: JSON) throws(CodingError)
}

extension CanonicalValue {
  /// The canonical bytes (RFC 8785).
  public var canonicalBytes: [UInt8] { CanonicalJSON.encode(json) }

  /// From bytes that must be canonical and within the limits.
  public init(
    canonicalBytes bytes: [UInt8], limits: DecodingLimits = .statement
  ) throws(CodingError) {
    try self.init(json: CanonicalJSON.decode(bytes, limits: limits))
  }
}

extension JSON: CanonicalValue {
  public var json: JSON { self }
  public init(json: JSON) { self = json }
}

extension String: CanonicalValue {
  public var json: JSON { .string(self) }
  public init(json: JSON) throws(CodingError) {
    guard case .string(let text) = json else { throw CodingError(.wrongType, "a text is expected") }
    self = text
  }
}

extension Int64: CanonicalValue {
  /// Integers outside ±(2^53 - 1) have no JSON form here; writing one is a bug.
  public var json: JSON {
    precondition((-DecodingLimits.widestInteger...DecodingLimits.widestInteger).contains(self))
    return .integer(self)
  }
  public init(json: JSON) throws(CodingError) {
    guard case .integer(let value) = json else { throw CodingError(.wrongType, "an integer is expected") }
    self = value
  }
}

extension Int: CanonicalValue {
  public var json: JSON { Int64(self).json }
  public init(json: JSON) throws(CodingError) { self = Int(try Int64(json: json)) }
}

extension Bool: CanonicalValue {
  public var json: JSON { .bool(self) }
  public init(json: JSON) throws(CodingError) {
    guard case .bool(let value) = json else { throw CodingError(.wrongType, "true or false is expected") }
    self = value
  }
}

extension Array: CanonicalValue where Element: CanonicalValue {
  // A key path would be made anew at each call, since it depends on what the array holds.
  public var json: JSON { .array(map { $0.json }) }
  public init(json: JSON) throws(CodingError) {
    guard case .array(let elements) = json else { throw CodingError(.wrongType, "an array is expected") }
    var values = [Element]()
    values.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      do { values.append(try Element(json: element)) } catch { throw error.inside("[\(index)]") }
    }
    self = values
  }
}

/// A closed set of words; anything else is refused, also what `String ==` would take for one of them.
extension CanonicalValue where Self: RawRepresentable, RawValue == String {
  public var json: JSON { .string(rawValue) }
  public init(json: JSON) throws(CodingError) {
    let word = try String(json: json)
    guard let value = Self(rawValue: word), value.rawValue.isSameText(as: word) else {
      throw CodingError(.outOfRange, "“\(word.prefix(40))” is not one of the known words")
    }
    self = value
  }
}
