public import SemperCoding

/// The files of content in order. The content itself is their concatenation.
///
/// At least one file and one byte, at most 1 000 files; all paths differ, also where upper and lower case are one, and
/// no file lies where another needs a directory.
public struct ContentManifest: Hashable, Sendable, CanonicalValue {
  public static let mostFiles = 1_000
  public let files: [ContentFile]
  /// The sum of the lengths, in bytes.
  public let length: Int64

  public init(_ files: [ContentFile]) throws(CodingError) {
    guard (1...Self.mostFiles).contains(files.count) else {
      throw CodingError(.tooMany, "content has 1 to \(Self.mostFiles) files")
    }
    var length: Int64 = 0
    for file in files {
      let (sum, overflow) = length.addingReportingOverflow(file.length)
      guard !overflow, sum <= ChunkLayout.longestContent else {
        throw CodingError(.tooLarge, "content has at most \(ChunkLayout.longestContent) bytes")
      }
      length = sum
    }
    guard length > 0 else { throw CodingError(.outOfRange, "content has at least one byte") }
    try Self.checkPaths(files.map(\.path))
    self.files = files
    self.length = length
  }

  private static func checkPaths(_ paths: [ContentPath]) throws(CodingError) {
    let names = Set(paths.map(\.folded))
    guard names.count == paths.count else {
      throw CodingError(.duplicateName, "two files have the same path")
    }
    for path in paths {
      var directory = ""
      for part in path.parts.dropLast() {
        directory += directory.isEmpty ? part.lowercased() : "/" + part.lowercased()
        guard !names.contains(directory) else {
          throw CodingError(.duplicateName, "a file lies where another file needs a directory")
        }
      }
    }
  }

  public var json: JSON { files.json }
  public init(json: JSON) throws(CodingError) { try self.init([ContentFile](json: json)) }
}
