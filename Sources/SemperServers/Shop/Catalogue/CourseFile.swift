import SemperCoding
import SemperModel

/// One file of a course as `course.json` lists it.
struct CourseFile: Hashable, CanonicalValue {
  let path: String
  let mediaType: String
  let title: HumanText
  /// Whether a program made it.
  let isGenerated: Bool
  /// Length and SHA-256, where the course was built.
  let bytes: Int64?
  let sha256: String?

  var json: JSON {
    .fields([
      "bytes": bytes?.json, "generated": isGenerated ? true.json : nil, "mediaType": mediaType.json,
      "path": path.json, "sha256": sha256?.json, "title": title.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bytes = try fields.optional("bytes")
    isGenerated = try fields.optional("generated") ?? false
    mediaType = try fields.value("mediaType")
    path = try fields.value("path")
    sha256 = try fields.optional("sha256")
    title = try fields.value("title")
    try fields.close()
  }
}
