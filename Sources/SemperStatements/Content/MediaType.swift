public import SemperCoding

/// What kind of data a file is said to hold, such as `video/mp4` (RFC 6838, without parameters, in lower case).
///
/// It is the seller's word: nothing here looks into the file, and nobody may execute a file because of it.
public struct MediaType: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static let unknown = MediaType(known: "application/octet-stream")
  public let text: String

  private init(known text: String) { self.text = text }

  public init(_ text: String) throws(CodingError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(Self.isName) else {
      throw CodingError(.wrongForm, "a media type is written type/subtype in lower case")
    }
    self.text = text
  }

  private static func isName(_ part: Substring) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    guard let first = part.utf8.first, part.utf8.count <= 127 else { return false }
    return isAlphanumeric(first)
      && part.utf8.allSatisfy { isAlphanumeric($0) || "!#$&-^_.+".utf8.contains($0) }
  }

  /// The usual type of files whose name ends so; `unknown` for others.
  public init(ofFileNamed name: String) {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    self = Self.usual[ending].map { MediaType(known: $0) } ?? .unknown
  }

  private static let usual = [
    "css": "text/css", "csv": "text/csv", "epub": "application/epub+zip", "flac": "audio/flac",
    "gif": "image/gif", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "json": "application/json", "md": "text/markdown", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "ogg": "audio/ogg", "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml",
    "txt": "text/plain", "vtt": "text/vtt", "webm": "video/webm", "webp": "image/webp",
    "zip": "application/zip",
  ]

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}
