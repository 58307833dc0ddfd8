import Foundation
public import SemperCoding
import SemperModel

/// Where a file of content lies below the directory it is written to, such as `lessons/01.mp4`.
///
/// Safe on every usual file system, because a seller writes it and a buyer's machine obeys it: relative, parts divided
/// by `/`, Unicode form NFC, at most 400 bytes. Refused are empty parts, `.`, `..`, hidden files, backslashes, colons,
/// control and direction-override characters, and spaces or dots at the end of a part.
public struct ContentPath: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static let longest = 400
  private static let longestPart = 200
  public let text: String

  public init(_ text: String) throws(CodingError) {
    guard text.utf8.count <= Self.longest else {
      throw CodingError(.tooLarge, "a file path has at most \(Self.longest) bytes")
    }
    _ = try HumanText(text)
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      guard Self.isSafe(part) else {
        throw CodingError(.outOfRange, "a file path is relative and its parts are plain names that need no quoting")
      }
    }
    self.text = text
  }

  private static func isSafe(_ part: Substring) -> Bool {
    guard let first = part.unicodeScalars.first, let last = part.unicodeScalars.last else { return false }
    return part.utf8.count <= longestPart && first != "." && first != " " && last != "." && last != " "
      && part.unicodeScalars.allSatisfy { $0 != "\\" && $0 != ":" && $0 != "\n" && $0 != "\0" }
  }

  /// The parts from the outermost directory to the file.
  public var parts: [String] { text.split(separator: "/").map(String.init) }

  /// What another path must differ in: some file systems do not tell upper from lower case.
  var folded: String { text.lowercased() }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}
