/// The members of a JSON object, sorted by name in UTF-16 code units as RFC 8785 orders them.
public struct JSONObject: Sendable, Equatable {
  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSON

    public static func == (left: Member, right: Member) -> Bool {
      left.name.isSameText(as: right.name) && left.value == right.value
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
    members.first { $0.name.isSameText(as: name) }?.value
  }

  /// The same object with one member set or, given `nil`, left out.
  public func with(_ name: String, _ value: JSON?) -> JSONObject {
    guard let value else { return without([name]) }
    return with([name: value])
  }

  /// The same object with these members set.
  public func with(_ changed: KeyValuePairs<String, JSON>) -> JSONObject {
    let others = without(changed.map(\.key)).members.map { ($0.name, $0.value) }
    return JSONObject(others + changed.map { ($0.key, $0.value) })
  }

  /// The same object without these members.
  public func without(_ names: [String]) -> JSONObject {
    JSONObject(sorted: members.filter { member in !names.contains { $0.isSameText(as: member.name) } })
  }

  private init(sorted members: [Member]) { self.members = members }

  static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left.utf8.makeIterator(), right.utf8.makeIterator())
    while true {
      guard let one = left.next() else { return right.next() != nil }
      guard let other = right.next() else { return false }
      if one != other { return precedes(one, other) }
    }
  }

  /// Which of two texts comes first that differ in these bytes of UTF-8. Code units of UTF-16 have the same order, but for what they
  /// need two of: these begin with D800 to DBFF, so it comes before E000 to FFFF.
  private static func precedes(_ left: UInt8, _ right: UInt8) -> Bool {
    let (isPair, otherIsPair) = (left >= 0xF0, right >= 0xF0)
    return isPair == otherIsPair || min(left, right) < 0xEE ? left < right : isPair
  }
}
