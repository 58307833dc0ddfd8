import SemperCoding

/// What a service leaves open for those who extend it: `parameters: { window: P7D }`, used as `$window`, set by `set: { window: P14D }`.
struct TermsParameters {
  /// Refuses settings of parameters that the base does not declare.
  static func set(_ settings: JSON?, in base: JSON) throws(CodingError) -> JSON {
    guard let settings else { return base }
    guard case .object(let values) = settings, case .object(let object) = base else {
      throw CodingError(.wrongType, "an object of parameters and values is expected").inside("set")
    }
    guard case .object(var declared) = object["parameters"] ?? .object(JSONObject([])) else {
      throw CodingError(.wrongType, "an object of parameters and values is expected").inside("parameters")
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

  /// With each `$name` replaced, and where that was done. Refuses names that nobody declares.
  static func filled(_ json: JSON) throws(CodingError) -> (json: JSON, uses: [[String]: ParameterUse]) {
    guard case .object(let object) = json else { return (json, [:]) }
    let parameters = object["parameters"] ?? .object(JSONObject([]))
    guard case .object(let declared) = parameters else {
      throw CodingError(.wrongType, "an object of parameters and values is expected").inside("parameters")
    }
    var filling = TermsParameters(
      values: Dictionary(declared.members.map { ($0.name, $0.value) }) { first, _ in first })
    let filled = try filling.replaced(.object(object.without(["parameters"])), at: [])
    return (filled, filling.uses)
  }

  private let values: [String: JSON]
  private var uses: [[String]: ParameterUse] = [:]

  private init(values: [String: JSON]) { self.values = values }

  private mutating func replaced(_ json: JSON, at place: [String]) throws(CodingError) -> JSON {
    switch json {
    case .string(let text) where text.contains("$"): return try replaced(text, at: place)
    case .array(let list):
      var all = [JSON]()
      for (number, element) in list.enumerated() {
        do { all.append(try replaced(element, at: place + ["\(number)"])) } catch { throw error.inside("\(number)") }
      }
      return .array(all)
    case .object(let object):
      var members = [(String, JSON)]()
      for member in object.members {
        do { members.append((member.name, try replaced(member.value, at: place + [member.name]))) } catch {
          throw error.inside(member.name)
        }
      }
      return .object(JSONObject(members))
    case .null, .bool, .integer, .number, .string: return json
    }
  }

  /// A text that is a parameter is its value, of whatever kind; in a longer one, such as an expression, its value stands as text.
  private mutating func replaced(_ text: String, at place: [String]) throws(CodingError) -> JSON {
    var filled = ""
    var rest = text[...]
    while let sign = rest.firstIndex(of: "$") {
      let name = rest[rest.index(after: sign)...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      guard let value = values[String(name)] else {
        throw CodingError(
          .missing, "“$\(name.prefix(40))” is no parameter\(Nearest.hint(String(name), values.keys.sorted()))")
      }
      let isWhole = name.endIndex == text.endIndex && sign == text.startIndex
      uses[place] = ParameterUse(parameter: String(name), source: ["parameters", String(name)], isWhole: isWhole)
      if isWhole { return value }
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
