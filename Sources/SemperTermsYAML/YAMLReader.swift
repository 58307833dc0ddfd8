import SemperCoding
import Yams

/// Turns the nodes of a document into JSON and notes where each stands.
struct YAMLReader {
  private(set) var marks: [[String]: YAMLDocument.Mark] = [:]
  private var values = 0

  mutating func json(_ node: Node, at place: [String]) throws(YAMLFault) -> JSON {
    let mark = node.mark.map { YAMLDocument.Mark(line: $0.line, column: $0.column) }
    if marks[place] == nil { marks[place] = mark }
    values += 1
    guard values <= YAMLDocument.mostValues else {
      throw YAMLFault(mark, "there are more than \(YAMLDocument.mostValues) values")
    }
    guard place.count <= YAMLDocument.deepest else {
      throw YAMLFault(mark, "this stands more than \(YAMLDocument.deepest) levels deep")
    }
    switch node {
    case .scalar(let scalar): return try value(scalar, mark)
    case .sequence(let sequence):
      var list = [JSON]()
      for (number, element) in sequence.enumerated() { list.append(try json(element, at: place + ["\(number)"])) }
      return .array(list)
    case .mapping(let mapping):
      var members = [(String, JSON)]()
      for (key, element) in mapping {
        guard case .scalar(let name) = key else { throw YAMLFault(mark, "a member has no plain name") }
        let inside = place + [name.string]
        marks[inside] = key.mark.map { YAMLDocument.Mark(line: $0.line, column: $0.column) }
        members.append((name.string, try json(element, at: inside)))
      }
      return .object(JSONObject(members))
    case .alias: throw YAMLFault(mark, "this refers to an anchor that is not there")
    }
  }

  /// Only plain scalars are anything but texts; those of YAML 1.1 that pose as something else are texts too.
  private func value(_ scalar: Node.Scalar, _ mark: YAMLDocument.Mark?) throws(YAMLFault) -> JSON {
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    switch scalar.string {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "~", "": return .null
    default: break
    }
    if let number = Int64(scalar.string), String(number) == scalar.string {
      guard abs(number) <= DecodingLimits.widestInteger else { throw YAMLFault(mark, "this number is too large") }
      return .integer(number)
    }
    return .string(scalar.string)
  }
}
