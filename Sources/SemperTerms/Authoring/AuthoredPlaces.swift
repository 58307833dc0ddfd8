import SemperCoding

/// Where in an author's own file that stands which has come to a place of the terms by a parameter.
struct AuthoredPlaces: Sendable {
  private let written: JSON
  private let uses: [[String]: ParameterUse]

  init(written: JSON, uses: [[String]: ParameterUse]) { (self.written, self.uses) = (written, uses) }

  /// Seen from a file that extends this one; what it writes itself stands where it writes it.
  func extended(by file: JSON, setting names: [String]) -> AuthoredPlaces {
    AuthoredPlaces(
      written: file,
      uses: uses.filter { Self.value(at: $0.key, in: file) == nil }.mapValues { $0.extended(setting: names) })
  }

  /// With what the file fills in itself, as far as something is left at the places in the terms that come of both.
  func adding(_ own: [[String]: ParameterUse], in merged: JSON) -> AuthoredPlaces {
    AuthoredPlaces(
      written: written, uses: uses.merging(own) { $1 }.filter { Self.value(at: $0.key, in: merged) != nil })
  }

  /// Where the value that came to a place is to be corrected, and words that say of which parameter it is and where that is used; `nil` where
  /// it is to be corrected at the place itself, such as an expression that the author wrote around a parameter.
  func source(of place: [String]) -> (place: [String], words: String)? {
    for length in (1...max(1, place.count)).reversed() where length <= place.count {
      let used = Array(place.prefix(length))
      guard let use = uses[used] else { continue }
      guard use.isWhole || Self.value(at: used, in: written) == nil else { return nil }
      let owner = use.source == ParameterUse.inherited ? " of the service that is extended" : ""
      let words = "This is the parameter “\(use.parameter)”\(owner), used at \(used.joined(separator: "."))"
      let rest = use.source == ParameterUse.inherited || !use.isWhole ? [] : Array(place.dropFirst(length))
      return (use.source + rest, words)
    }
    return nil
  }

  func located(_ error: CodingError) -> CodingError {
    guard let found = source(of: error.place) else { return error }
    return CodingError(error.code, "\(error.message). \(found.words)", at: found.place)
  }

  private static func value(at place: [String], in json: JSON) -> JSON? {
    place.reduce(Optional(json)) { found, name in
      guard case .array(let list)? = found else { return found?[name] }
      return Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
    }
  }
}
