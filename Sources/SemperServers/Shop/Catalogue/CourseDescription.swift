import SemperCoding
import SemperModel

/// The file `course.json`: a course as its author describes it.
struct CourseDescription: Hashable, CanonicalValue {
  let id: String
  let title: LocalizedText
  let summary: LocalizedText
  let price: Money
  let language: String
  let isLarge: Bool
  let files: [CourseFile]
  /// The sum over the files, where the course was built.
  let bytes: Int64?

  var json: JSON {
    .fields([
      "bytes": bytes?.json, "files": files.json, "id": id.json, "language": language.json,
      "large": isLarge ? true.json : nil, "price": price.decimal.json, "summary": summary.json, "title": title.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bytes = try fields.optional("bytes")
    files = try fields.value("files")
    id = try fields.value("id")
    isLarge = try fields.optional("large") ?? false
    language = try fields.value("language")
    price = try Money(fields.value("price"), .euro)
    summary = try fields.value("summary")
    title = try fields.value("title")
    try fields.close()
    guard Self.isPlain(id) else {
      throw CodingError(.wrongForm, "a course's id has 1 to 60 of a-z, 0-9 and -").inside("id")
    }
  }

  private static func isPlain(_ id: String) -> Bool {
    (1...60).contains(id.utf8.count)
      && id.utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
          || $0 == UInt8(ascii: "-")
      }
  }
}
