import Foundation
import SemperCoding

/// Rules as they are written: `{"rules":[…]}`.
enum RulesFile {
  struct Unreadable: Error, CustomStringConvertible { let description: String }

  static func read(_ path: String) throws -> [Rule] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unreadable(description: "the rules file \(path) cannot be read")
    }
    return try rules(in: CanonicalJSON.parse(Array(data)))
  }

  static func rules(in json: JSON) throws(CodingError) -> [Rule] {
    guard case .array(let rules)? = json["rules"] else {
      throw CodingError(.missing, "the member “rules” with an array is missing")
    }
    var read: [Rule] = []
    for (index, rule) in rules.enumerated() {
      do { read.append(try Rule(json: rule)) } catch { throw error.inside("rules[\(index)]") }
    }
    return read
  }
}
