import Foundation
import SemperCoding
import SemperModel

/// A course made for one demonstration: a page and a file of pseudo-random bytes, so that nothing compresses or repeats.
enum SampleCourse {
  static let slug = "sample"
  private static let defaultSize = 200_000

  /// The folder with the course in it, made in the demonstration's own directory.
  static func folder(
    in directory: String, size: Int?, price: Money = Money(minorUnits: 12_00, .euro)
  ) throws -> String {
    let course = "\(directory)/courses/\(slug)"
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    try fill("\(course)/recording.bin", with: size ?? defaultSize)
    let description: JSON = .fields([
      "files": .array([
        .fields([
          "mediaType": "application/octet-stream".json, "path": "recording.bin".json,
          "title": "The recording".json,
        ])
      ]), "id": slug.json, "language": "en".json, "price": price.decimal.json,
      "summary": Self.inAllLanguages("A recording made for this demonstration."),
      "title": Self.inAllLanguages("A sample recording"),
    ])
    try Data(CanonicalJSON.encode(description)).write(to: URL(fileURLWithPath: "\(course)/course.json"))
    return "\(directory)/courses"
  }

  /// The bytes of all files of a course.
  static func size(of course: String) throws -> Int {
    try FileManager.default.subpathsOfDirectory(atPath: course).reduce(0) { sum, path in
      let attributes = try FileManager.default.attributesOfItem(atPath: course + "/" + path)
      return attributes[.type] as? FileAttributeType == .typeRegular
        ? sum + ((attributes[.size] as? NSNumber)?.intValue ?? 0) : sum
    }
  }

  private static func inAllLanguages(_ text: String) -> JSON {
    .fields(["de": text.json, "el": text.json, "en": text.json])
  }

  /// Another seed gives other bytes.
  static func fill(_ path: String, with size: Int, seed: UInt64 = 0) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    var state = 0x9E37_79B9_7F4A_7C15 &+ seed
    var left = size
    while left > 0 {
      var words = [UInt64](repeating: 0, count: 1 << 17)
      for index in words.indices {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        words[index] = state
      }
      let data = words.withUnsafeBytes { Data($0.prefix(left)) }
      try handle.write(contentsOf: data)
      left -= data.count
    }
    try handle.close()
  }
}
