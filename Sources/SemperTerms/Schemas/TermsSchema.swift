import Foundation
import SemperCoding

/// A JSON Schema, as far as that of the terms uses it: the same file that serves editors says what is missing or of the wrong shape.
///
/// Of the standard (2020-12) it knows `type`, `enum`, `const`, `pattern`, `minLength`, `maxLength`, `minimum`, `maximum`, `minItems`,
/// `maxItems`, `items`, `properties`, `required`, `additionalProperties`, `propertyNames`, `minProperties`, `maxProperties`, `oneOf` by
/// required members, `$ref` within the file with members beside it. A test holds it to a validator that is not ours.
///
/// Of its own it has at each place `x-fix`, what to write there with an example, and where a type says too little `x-expected`, what stands
/// there in an author's words.
struct TermsSchema: Sendable {
  let root: JSON

  static let file: [UInt8] = {
    guard let url = Bundle.module.url(forResource: "terms.schema", withExtension: "json"),
      let data = try? Data(contentsOf: url)
    else { preconditionFailure("the package lacks terms.schema.json") }
    return Array(data)
  }()

  static let terms = TermsSchema()

  private init() {
    guard let json = try? CanonicalJSON.parse(Self.file) else { preconditionFailure("the schema of terms is no JSON") }
    root = json
  }

  func findings(_ json: JSON) -> [Finding] { findings(json, root, at: []) }

  private func findings(_ json: JSON, _ schema: JSON, at place: [String]) -> [Finding] {
    guard let schema = resolved(schema) else { return [] }
    if let alternatives = schema["oneOf"]?.list { return chosen(json, alternatives, schema, at: place) }
    if let wrong = wrongType(json, schema) { return [finding(schema, at: place, wrong)] }
    switch json {
    case .string(let text): return strings(text, schema).map { finding(schema, at: place, $0) }
    case .integer(let number): return numbers(number, schema).map { finding(schema, at: place, $0) }
    case .array(let list): return lists(list, schema, at: place)
    case .object(let object): return objects(object, schema, at: place)
    case .null, .bool, .number: return []
    }
  }

  /// What to write at a place of terms, for faults that a schema cannot see.
  func fix(at place: [String]) -> String {
    var (schema, fix) = (root, root["x-fix"]?.text ?? "")
    for name in place {
      guard let next = (schema["oneOf"]?.list ?? [schema]).lazy.compactMap({ inside($0, name) }).first else { break }
      schema = next
      fix = schema["x-fix"]?.text ?? fix
    }
    return fix
  }

  /// The schema of a member or an entry; `nil` where it has none.
  private func inside(_ schema: JSON, _ name: String) -> JSON? {
    guard let schema = resolved(schema) else { return nil }
    let next = schema["properties"]?[name] ?? schema["items"] ?? schema["additionalProperties"]
    return next.flatMap(resolved).flatMap { $0.object == nil ? nil : $0 }
  }

  /// What it refers to, with what stands beside the reference over it.
  private func resolved(_ schema: JSON) -> JSON? {
    guard case .object(let object) = schema, let reference = schema["$ref"]?.text else { return schema }
    let found = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
    guard case .object(let target)? = found else { return nil }
    return .object(
      object.members.reduce(target) { all, member in
        member.name == "$ref" ? all : all.without([member.name]).with(member.name, member.value)
      })
  }

  /// - Parameters:
  ///   - fix: the member of the schema that says what to do.
  ///   - words: what to do, where that depends on what was written.
  private func finding(
    _ schema: JSON, at place: [String], _ message: String, fix: String = "x-fix", words: String? = nil
  ) -> Finding {
    let check = schema["x-check"]?.text.flatMap(CheckID.init) ?? .form
    let words = words ?? [fix, "x-fix"].lazy.compactMap { schema[$0]?.text }.first
    return Finding(check, .error, at: place, message + ".", fix: words ?? self.fix(at: place))
  }

  /// By the members that an alternative asks for, so that the message is about what the author meant.
  private func chosen(_ json: JSON, _ alternatives: [JSON], _ schema: JSON, at place: [String]) -> [Finding] {
    let fitting = alternatives.compactMap(resolved).first { alternative in
      guard wrongType(json, alternative) == nil else { return false }
      guard let key = alternative["x-by"]?.text else { return true }
      return json[key] != nil
    }
    guard let fitting else {
      return [finding(schema, at: place, schema["x-message"]?.text ?? "this has none of the forms that are known here")]
    }
    return findings(json, fitting, at: place)
  }

  private func wrongType(_ json: JSON, _ schema: JSON) -> String? {
    if let only = schema["const"], only != json { return "this can only be “\(only.text ?? "\(only)")”" }
    guard let type = schema["type"]?.text else { return nil }
    let fits =
      switch (type, json) {
      case ("object", .object), ("array", .array), ("string", .string), ("integer", .integer), ("boolean", .bool): true
      default: false
      }
    let words = [
      "object": "an object", "array": "a list", "string": "a text", "integer": "a whole number",
      "boolean": "true or false",
    ]
    return fits ? nil : "here \(schema["x-expected"]?.text ?? words[type] ?? type) is expected"
  }

  private func strings(_ text: String, _ schema: JSON) -> [String] {
    var wrong = [String]()
    if let options = schema["enum"]?.list?.compactMap(\.text), !options.contains(where: { $0.isSameText(as: text) }) {
      wrong.append("“\(text.prefix(60))” is not known here; there are \(options.joined(separator: ", "))")
    }
    if let pattern = schema["pattern"]?.text, text.range(of: pattern, options: .regularExpression) == nil {
      wrong.append(schema["x-message"]?.text ?? "“\(text.prefix(60))” has not the form that is needed")
    }
    let length = text.unicodeScalars.count
    if let least = schema["minLength"]?.number, length < least { wrong.append("this is too short") }
    if let most = schema["maxLength"]?.number, length > most { wrong.append("this is longer than \(most) characters") }
    return wrong
  }

  private func numbers(_ number: Int64, _ schema: JSON) -> [String] {
    var wrong = [String]()
    if let least = schema["minimum"]?.number, number < least { wrong.append("\(number) is less than \(least)") }
    if let most = schema["maximum"]?.number, number > most { wrong.append("\(number) is more than \(most)") }
    return wrong
  }

  private func lists(_ list: [JSON], _ schema: JSON, at place: [String]) -> [Finding] {
    var findings = [Finding]()
    if let least = schema["minItems"]?.number, list.count < least {
      findings.append(finding(schema, at: place, "this has fewer than \(least) entries"))
    }
    if let most = schema["maxItems"]?.number, list.count > most {
      findings.append(finding(schema, at: place, "this has more than \(most) entries"))
    }
    guard let items = schema["items"] else { return findings }
    return findings + list.enumerated().flatMap { self.findings($1, items, at: place + ["\($0)"]) }
  }

  private func objects(_ object: JSONObject, _ schema: JSON, at place: [String]) -> [Finding] {
    var found = [Finding]()
    for name in schema["required"]?.list?.compactMap(\.text) ?? [] where object[name] == nil {
      let member = schema["properties"]?[name].flatMap(resolved) ?? schema
      let message = member["x-missing"]?.text ?? "“\(name)” is missing"
      found.append(finding(member, at: place + [name], message, fix: "x-add"))
    }
    if let least = schema["minProperties"]?.number, object.members.count < least {
      found.append(finding(schema, at: place, "this has fewer than \(least) members"))
    }
    if let most = schema["maxProperties"]?.number, object.members.count > most {
      found.append(finding(schema, at: place, "this has more than \(most) members"))
    }
    for member in object.members {
      let inside = place + [member.name]
      if let names = schema["propertyNames"].flatMap(resolved) {
        found += strings(member.name, names).map { finding(names, at: inside, $0) }
      }
      if let known = schema["properties"]?[member.name] {
        found += findings(member.value, known, at: inside)
      } else if let others = schema["additionalProperties"] {
        if case .bool(false) = others {
          let known = schema["properties"]?.memberNames ?? []
          found.append(
            finding(
              schema, at: inside, "“\(member.name.prefix(60))” is not known here\(Nearest.hint(member.name, known))",
              words: "Take it out, or write one of \(known.sorted().joined(separator: ", "))."))
        } else {
          found += findings(member.value, others, at: inside)
        }
      }
    }
    return found
  }
}

extension JSON {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var number: Int64? { if case .integer(let number) = self { number } else { nil } }
  fileprivate var list: [JSON]? { if case .array(let list) = self { list } else { nil } }
  fileprivate var memberNames: [String] {
    if case .object(let object) = self { object.members.map(\.name) } else { [] }
  }
}
