import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// A course as its author describes it in `course.json`, with the directory that holds its files.
///
///     { "id": "first-steps", "title": { "en": "…", "de": "…", "el": "…" }, "summary": { … },
///       "price": { "amount": "12.00", "currency": "EUR" }, "language": "en", "files": ["lesson.md", …] }
///
/// Without `files` the course is everything in its directory `files/`.
struct Course: Sendable {
  static let descriptionFile = "course.json"

  /// The part of the page's address.
  let slug: String
  let article: ID<Article>
  let title: LocalizedText
  let summary: LocalizedText
  let price: Money
  /// The language the course is in.
  let language: String
  let directory: String
  let manifest: ContentManifest

  init(directory: String) throws {
    let path = "\(directory)/\(Self.descriptionFile)"
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw ServerError(.file, "\(path) cannot be read")
    }
    do {
      var fields = try ObjectReader(CanonicalJSON.parse(Array(data)))
      let id: String = try fields.value("id")
      guard Self.isPlain(id) else {
        throw CodingError(.wrongForm, "a course's id has 1 to 60 of a-z, 0-9 and -").inside("id")
      }
      slug = id
      article = try ID(bytes: Array(Digest.article(id).bytes.prefix(ID<Article>.size)))
      title = try fields.value("title")
      summary = try fields.value("summary")
      price = try fields.value("price")
      language = try fields.value("language")
      let names: [String]? = try fields.optional("files")
      try fields.close()
      (self.directory, manifest) = try Self.content(names, in: directory)
    } catch let error as CodingError {
      throw ServerError(.file, "\(path) is not a course: \(error)")
    }
  }

  /// All courses of a directory, in the order of their names.
  static func all(in directory: String) throws -> [Course] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let courses = try names.sorted()
      .filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)/\(descriptionFile)") }
      .map { try Course(directory: "\(directory)/\($0)") }
    guard !courses.isEmpty else {
      throw ServerError(.file, "there is no course in \(directory); each is a directory with a \(descriptionFile)")
    }
    guard Set(courses.map(\.slug)).count == courses.count else {
      throw ServerError(.file, "two courses in \(directory) have the same id")
    }
    return courses
  }

  private static func content(_ names: [String]?, in directory: String) throws -> (String, ContentManifest) {
    guard let names else {
      let files = "\(directory)/files"
      return (files, try ContentManifest(ofDirectory: files))
    }
    let files = try names.map { name in
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
      guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? NSNumber else {
        throw ServerError(.file, "\(directory)/\(name) is no file")
      }
      return try ContentFile(
        path: ContentPath(name), length: size.int64Value, mediaType: MediaType(ofFileNamed: name))
    }
    return (directory, try ContentManifest(files))
  }

  private static func isPlain(_ id: String) -> Bool {
    (1...60).contains(id.utf8.count)
      && id.utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
          || $0 == UInt8(ascii: "-")
      }
  }
}

extension Digest {
  /// A course keeps its article id for ever, whatever becomes of its price and files.
  fileprivate static func article(_ id: String) -> Digest {
    Digest(of: Array("article \(id)".utf8), for: .document)
  }
}
