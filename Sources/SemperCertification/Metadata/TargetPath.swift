public import SemperCoding

/// Where something is distributed, such as `evaluations/stiftung/….json`: names joined by `/`, in letters, digits, `.`, `_` and
/// `-` only, so that a path has one spelling and leads nowhere else.
public struct TargetPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  static let longest = 200
  static let deepest = 6

  public let text: String

  public init(_ text: String) throws(CodingError) {
    let names = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.longest, names.count <= Self.deepest,
      names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.allSatisfy(Self.isAllowed) })
    else {
      throw CodingError(.wrongForm, "a path is names of letters, digits, “.”, “_” and “-”, joined by “/”")
    }
    self.text = text
  }

  static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The file in a repository with consistent snapshots: the digest stands before the last name.
  func prefixed(by hash: String) -> String {
    var names = text.split(separator: "/").map(String.init)
    let last = names.removeLast()
    return (names + ["\(hash).\(last)"]).joined(separator: "/")
  }

  public static func < (left: TargetPath, right: TargetPath) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public var description: String { text }
}
