public import SemperCoding

/// A set of paths, such as `evaluations/stiftung/*`: `*` stands for any characters and `?` for one, never across a `/`.
public struct PathPattern: Hashable, Sendable, CanonicalValue {
  public let text: String

  /// Refuses brackets, whose meaning differs from reader to reader, and whatever no path has.
  public init(_ text: String) throws(CodingError) {
    guard (1...TargetPath.longest).contains(text.utf8.count),
      text.utf8.allSatisfy({
        TargetPath.isAllowed($0) || [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "/")].contains($0)
      })
    else { throw CodingError(.wrongForm, "a pattern is a path in which “*” and “?” stand for characters") }
    self.text = text
  }

  public func matches(_ path: TargetPath) -> Bool {
    let patterns = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let names = path.text.utf8.split(separator: UInt8(ascii: "/"))
    return patterns.count == names.count
      && zip(patterns, names).allSatisfy { Self.matches(Array($0), Array($1)) }
  }

  /// Goes back to the last star only, so that no pattern takes longer than pattern times name.
  private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var (inPattern, inName) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while inName < name.count {
      if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
        star = (inPattern, inName)
        inPattern += 1
      } else if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "?") || pattern[inPattern] == name[inName]
      {
        inPattern += 1
        inName += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (inPattern, inName) = (last.pattern + 1, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}
