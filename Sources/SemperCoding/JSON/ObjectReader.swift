/// Takes an object apart member by member and, at `close()`, refuses members nobody asked for.
///
///     var fields = try ObjectReader(json)
///     let amount: Money = try fields.value("amount")
///     let expiry: Timestamp? = try fields.optional("exp")
///     try fields.close()
public struct ObjectReader: Sendable {
  private let object: JSONObject
  private var read: [String] = []

  public init(_ json: JSON) throws(CodingError) {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    self.object = object
  }

  public mutating func value<Value: CanonicalValue>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(CodingError) -> Value {
    guard let value: Value = try optional(name) else {
      throw CodingError(.missing, "the member “\(name)” is missing")
    }
    return value
  }

  public mutating func optional<Value: CanonicalValue>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(CodingError) -> Value? {
    guard let json = object[name] else { return nil }
    read.append(name)
    do { return try Value(json: json) } catch { throw error.inside(name) }
  }

  /// A member that says that something is so, and is left out where it is not. Refuses `false`, so that each value has one form.
  public mutating func mark(_ name: String) throws(CodingError) -> Bool {
    let written: Bool? = try optional(name)
    guard written != false else { throw CodingError(.notCanonical, "it goes without saying").inside(name) }
    return written ?? false
  }

  /// The names that have not been read.
  ///
  /// Compared byte by byte: to `String ==` the Kelvin sign is the letter K.
  public var remaining: [String] {
    object.members.map(\.name).filter { name in !read.contains { $0.isSameText(as: name) } }
  }

  public func close() throws(CodingError) {
    if let name = remaining.first {
      throw CodingError(.unknownMember, "the member “\(name.prefix(40))” is not known here")
    }
  }
}
