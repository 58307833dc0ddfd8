public import SemperCoding

/// The documents that are given in a step, each an object of fields under the name of its item. What may stand in them is for the terms
/// to say; here they are no more than bounded JSON.
public struct GivenDocuments: Hashable, Sendable, CanonicalValue {
  public static let none = GivenDocuments(JSONObject([]))

  public let object: JSONObject

  public init(_ object: JSONObject) { self.object = object }

  public var json: JSON { .object(object) }
  public var isEmpty: Bool { object.members.isEmpty }

  /// Refuses anything but an object of objects.
  public init(json: JSON) throws(CodingError) {
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object of documents is expected") }
    for member in object.members {
      guard case .object = member.value else {
        throw CodingError(.wrongType, "a document is an object of fields").inside(member.name)
      }
    }
    self.object = object
  }

  public static func == (left: GivenDocuments, right: GivenDocuments) -> Bool { left.object == right.object }
  public func hash(into hasher: inout Hasher) { hasher.combine(json.canonicalBytes) }

  /// Those of both; an item's own document stands in one of them only.
  func joined(_ other: GivenDocuments) -> GivenDocuments {
    let own = other.object.members.filter { object[$0.name] == nil }.map { ($0.name, $0.value) }
    return GivenDocuments(JSONObject(object.members.map { ($0.name, $0.value) } + own))
  }
}
