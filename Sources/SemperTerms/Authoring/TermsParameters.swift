import SemperCoding

/// What a service leaves open for those who extend it: `parameters: { window: P7D }`, used as `$window`, set by `set: { window: P14D }`.
enum TermsParameters {
  /// Refuses settings of parameters that the base does not declare.
  static func set(_ settings: JSON?, in base: JSON) throws(CodingError) -> JSON {
    guard let settings else { return base }
    guard case .object(let values) = settings, case .object(let object) = base else {
      throw CodingError(.wrongType, "an object of parameters and values is expected").inside("set")
    }
    guard case .object(var declared) = object["parameters"] ?? .object(JSONObject([])) else {
      throw CodingError(.wrongType, "an object is expected").inside("parameters")
    }
    for value in values.members {
      guard declared[value.name] != nil else {
        throw CodingError(
          .unknownMember,
          "the service has no parameter “\(value.name.prefix(40))”\(Nearest.hint(value.name, declared.members.map(\.name)))"
        ).inside("set")
      }
      declared = declared.without([value.name]).with(value.name, value.value)
    }
    return .object(object.without(["parameters"]).with("parameters", .object(declared)))
  }

  /// With each `$name` replaced. Refuses names that nobody declares.
  static func filled(_ json: JSON) throws(CodingError) -> JSON {
    guard case .object(let object) = json else { return json }
    guard let parameters = object["parameters"] else { return try replaced(json, [:]) }
    guard case .object(let declared) = parameters else {
      throw CodingError(.wrongType, "an object is expected").inside("parameters")
    }
    let values = Dictionary(declared.members.map { ($0.name, $0.value) }) { first, _ in first }
    return try replaced(.object(object.without(["parameters"])), values)
  }

  private static func replaced(_ json: JSON, _ values: [String: JSON]) throws(CodingError) -> JSON {
    switch json {
    case .string(let text) where text.contains("$"): return try replaced(text, values)
    case .array(let list):
      var all = [JSON]()
      for (place, element) in list.enumerated() {
        do { all.append(try replaced(element, values)) } catch { throw error.inside("\(place)") }
      }
      return .array(all)
    case .object(let object):
      var members = [(String, JSON)]()
      for member in object.members {
        do { members.append((member.name, try replaced(member.value, values))) } catch {
          throw error.inside(member.name)
        }
      }
      return .object(JSONObject(members))
    case .null, .bool, .integer, .number, .string: return json
    }
  }

  /// A text that is a parameter is its value, of whatever kind; in a longer one, such as an expression, its value stands as text.
  private static func replaced(_ text: String, _ values: [String: JSON]) throws(CodingError) -> JSON {
    var filled = ""
    var rest = text[...]
    while let sign = rest.firstIndex(of: "$") {
      let name = rest[rest.index(after: sign)...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      guard let value = values[String(name)] else {
        throw CodingError(
          .missing, "“$\(name.prefix(40))” is no parameter\(Nearest.hint(String(name), values.keys.sorted()))")
      }
      if name.endIndex == text.endIndex, sign == text.startIndex { return value }
      filled += rest[..<sign]
      switch value {
      case .string(let part): filled += part
      case .integer(let number): filled += String(number)
      case .null, .bool, .number, .array, .object:
        throw CodingError(.wrongType, "“$\(name)” is neither a text nor a number, so it cannot stand in a longer text")
      }
      rest = rest[name.endIndex...]
    }
    return .string(filled + rest)
  }
}
