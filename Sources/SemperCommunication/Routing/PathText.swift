/// The text of a request's path, taken apart into its segments.
///
/// Refuses whatever could be read in two ways: percent signs, backslashes, control characters, empty, `.` and `..`
/// segments. A role has no need for them (ids are base64url), and so no path can climb out of anything.
struct PathText {
  let segments: [Substring]

  init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count <= 1024, text.utf8.allSatisfy(Self.isAllowed) else {
      return nil
    }
    segments = text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
  }

  private static let allowed: Set<UInt8> = Set("-._~!$&'()*+,;=:@/".utf8)
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: allowed.contains(byte)
    }
  }
}
