import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms
import SemperTermsYAML

/// Terms of business as their author wrote them, before a seller signs them, with times that a demonstration may shorten.
struct TermsDraft: Sendable {
  private let json: JSON

  init(file path: String) throws(ServerError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; give the terms of business with --terms")
    }
    do {
      json = try path.hasSuffix(".json") ? CanonicalJSON.parse(Array(data)) : Self.filled(path, data)
    } catch {
      throw ServerError(.file, "\(path) cannot be read as terms: \(error)")
    }
  }

  /// What an author writes in YAML, with its parameters, and the service beside it that it extends.
  private static func filled(_ path: String, _ data: Data) throws -> JSON {
    let folder = URL(filePath: path).deletingLastPathComponent()
    return try AuthoredTerms(document(data)) { name in
      let beside = [folder.appending(path: name), folder.appending(path: "../\(name)/terms.yaml")]
      guard let found = beside.lazy.compactMap({ FileManager.default.contents(atPath: $0.path) }).first else {
        throw CodingError(.missing, "there is no service “\(name)” beside these terms", at: ["extends"])
      }
      return try document(found)
    }.json
  }

  private static func document(_ data: Data) throws -> JSON {
    try YAMLDocument(String(decoding: data, as: UTF8.self)).json
  }

  /// The terms of a seller, with each state's time and the complaint window replaced where they are given.
  func terms(seller: Thumbprint, window: Span?, within: Span?) throws(CodingError) -> TermsOfBusiness {
    guard let object = json.object, let states = json["states"]?.object else {
      throw CodingError(.wrongType, "terms are an object with states")
    }
    let changed = states.members.map { member -> (String, JSON) in
      guard var state = member.value.object else { return (member.name, member.value) }
      if let within, state["within"] != nil { state = state.with("within", within.json) }
      if let window, state["window"] != nil { state = state.with("window", window.json) }
      return (member.name, .object(state))
    }
    return try TermsOfBusiness(
      authored: .object(object.with("states", .object(JSONObject(changed)))), seller: seller)
  }
}
