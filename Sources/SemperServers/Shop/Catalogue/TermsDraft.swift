import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms

/// Terms of business as their author wrote them, before a seller signs them, with times that a demonstration may shorten.
struct TermsDraft: Sendable {
  private let json: JSON

  init(file path: String) throws(ServerError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; give the terms of business with --terms")
    }
    do {
      json = try CanonicalJSON.parse(Array(data))
    } catch {
      throw ServerError(.file, "\(path) is not JSON: \(error)")
    }
  }

  /// The terms of a seller, with each state's time and the complaint window replaced where they are given.
  func terms(seller: Thumbprint, window: Span?, within: Span?) throws(CodingError) -> TermsOfBusiness {
    guard let object = json.object, let states = json["states"]?.object else {
      throw CodingError(.wrongType, "terms are an object with states")
    }
    let changed = states.members.map { member -> (String, JSON) in
      guard var state = member.value.object else { return (member.name, member.value) }
      if let within { state = state.with("within", within.json) }
      if let window, state["window"] != nil { state = state.with("window", window.json) }
      return (member.name, .object(state))
    }
    return try TermsOfBusiness(
      authored: .object(object.with("states", .object(JSONObject(changed)))), seller: seller)
  }
}
