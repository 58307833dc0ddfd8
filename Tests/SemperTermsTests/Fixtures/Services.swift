import Foundation
import SemperCoding
import SemperTerms
import SemperTermsYAML

/// The ready-made services, as they lie in the folder `services`.
enum Services {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "services")

  static let names: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return folders.filter { FileManager.default.fileExists(atPath: file($0).path) }.sorted()
  }()

  /// Sound terms for tests, which nothing else uses.
  static func sale() throws -> JSON {
    let file = folder.deletingLastPathComponent().appending(path: "Tests/Vectors/terms/parcel-sale.yaml")
    return try YAMLDocument(String(contentsOf: file, encoding: .utf8)).json
  }

  static func file(_ name: String, _ file: String = "terms.yaml") -> URL { folder.appending(path: "\(name)/\(file)") }

  static func document(_ name: String, _ file: String = "terms.yaml") throws -> JSON {
    try YAMLDocument(String(contentsOf: Self.file(name, file), encoding: .utf8)).json
  }

  /// With parameters filled in and the extended service underneath.
  static func authored(_ written: JSON) throws -> JSON { try AuthoredTerms(written) { try document($0) }.json }
  static func authored(_ name: String) throws -> JSON { try authored(document(name)) }
}

extension JSON {
  /// With one member changed, or taken away where the value is `nil`; numbers lead into lists.
  func changing(_ place: [String], to value: JSON?) -> JSON {
    guard let first = place.first else { return value ?? self }
    let rest = Array(place.dropFirst())
    switch self {
    case .object(let object):
      guard rest.isEmpty else {
        return .object(
          object.without([first]).with(first, (object[first] ?? .object(JSONObject([]))).changing(rest, to: value)))
      }
      return .object(value.map { object.without([first]).with(first, $0) } ?? object.without([first]))
    case .array(var list):
      guard let number = Int(first), list.indices.contains(number) else { return self }
      if rest.isEmpty, value == nil {
        list.remove(at: number)
      } else {
        list[number] = list[number].changing(rest, to: value)
      }
      return .array(list)
    case .null, .bool, .integer, .number, .string: return self
    }
  }

  /// `states.paying.within`, with dots.
  func changing(_ place: String, to value: JSON?) -> JSON {
    changing(place.split(separator: ".").map(String.init), to: value)
  }
}
