/// The members of a JSON object, sorted by name in UTF-16 code units as RFC 8785 orders them.
public struct JSONObject: Sendable, Equatable {
  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSON

    public static func == (left: Member, right: Member) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
  }

  public let members: [Member]

  /// Sorts the members. Names must differ: two equal names are a bug of the caller, since the parser refuses them.
  public init(_ members: [(String, JSON)]) {
    let sorted = members.map { Member(name: $0.0, value: $0.1) }
      .sorted { Self.precedes($0.name, $1.name) }
    for (one, next) in zip(sorted, sorted.dropFirst()) {
      precondition(Self.precedes(one.name, next.name), "an object has the member \(one.name) twice")
    }
    self.members = sorted
  }

  /// Members that the parser has found to differ; `nil` when two names are equal.
  init?(parsed members: [(String, JSON)]) {
    var sorted = members.map { Member(name: $0.0, value: $0.1) }
    if !zip(sorted, sorted.dropFirst()).allSatisfy({ Self.precedes($0.name, $1.name) }) {
      sorted.sort { Self.precedes($0.name, $1.name) }
      guard zip(sorted, sorted.dropFirst()).allSatisfy({ Self.precedes($0.name, $1.name) }) else {
        return nil
      }
    }
    self.members = sorted
  }

  public subscript(name: String) -> JSON? {
    members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The same object with one member set or, given `nil`, left out.
  public func with(_ name: String, _ value: JSON?) -> JSONObject {
    let others = members.filter { !$0.name.utf8.elementsEqual(name.utf8) }.map { ($0.name, $0.value) }
    return JSONObject(value.map { others + [(name, $0)] } ?? others)
  }

  /// The same object without these members.
  public func without(_ names: [String]) -> JSONObject {
    JSONObject(sorted: members.filter { member in !names.contains { $0.utf8.elementsEqual(member.name.utf8) } })
  }

  private init(sorted members: [Member]) { self.members = members }

  static func precedes(_ left: String, _ right: String) -> Bool {
    if left.utf8.allSatisfy({ $0 < 0x80 }) && right.utf8.allSatisfy({ $0 < 0x80 }) {
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    return left.utf16.lexicographicallyPrecedes(right.utf16)
  }
}
