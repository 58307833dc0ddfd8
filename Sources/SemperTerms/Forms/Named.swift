import SemperCoding

/// A value under the name that its author gave it, as a member of an object.
struct Named<Value: CanonicalValue> {
  let name: String
  let value: Value

  /// Refuses what is no name, and more members than are allowed.
  ///
  /// - Parameter place: the member in which they stand.
  static func all(of json: JSON, in place: String, most: Int = 256) throws(CodingError) -> [Named<Value>] {
    do { return try all(of: json, most: most) } catch { throw error.inside(place) }
  }

  private static func all(of json: JSON, most: Int) throws(CodingError) -> [Named<Value>] {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    guard object.members.count <= most else { throw CodingError(.tooMany, "at most \(most) are allowed") }
    var all = [Named<Value>]()
    for member in object.members {
      guard TermsName.isName(member.name) else {
        throw CodingError(
          .wrongForm, "“\(member.name.prefix(60))” is no name: a letter, then letters, digits and hyphens, at most 40")
      }
      do { all.append(Named(name: member.name, value: try Value(json: member.value))) } catch {
        throw error.inside(member.name)
      }
    }
    return all
  }
}
