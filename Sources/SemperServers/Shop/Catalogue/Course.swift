import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// A course as its `course.json` describes it, with the directory that holds its files.
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
  /// What its author calls each file.
  let fileTitles: [String: HumanText]

  init(directory: String) throws {
    let path = "\(directory)/\(Self.descriptionFile)"
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw ServerError(.file, "\(path) cannot be read")
    }
    let description: CourseDescription
    do {
      description = try CourseDescription(json: CanonicalJSON.parse(Array(data)))
      article = try ID(bytes: Array(Digest.article(description.id).bytes.prefix(ID<Article>.size)))
      manifest = try Self.manifest(description.files, in: directory)
    } catch let error as CodingError {
      throw ServerError(.file, "\(path) is not a course: \(error)")
    }
    slug = description.id
    title = description.title
    summary = description.summary
    price = description.price
    language = description.language
    self.directory = directory
    fileTitles = Dictionary(description.files.map { ($0.path, $0.title) }) { first, _ in first }
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

  private static func manifest(_ files: [CourseFile], in directory: String) throws -> ContentManifest {
    try ContentManifest(
      files.map { file in
        let path = "\(directory)/\(file.path)"
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
          let size = attributes[.size] as? NSNumber
        else { throw ServerError(.file, "the file \(path) is missing; build the courses first") }
        guard file.bytes.map({ $0 == size.int64Value }) ?? true else {
          throw ServerError(.file, "\(path) has not the length that its course says; build the course again")
        }
        return try ContentFile(
          path: ContentPath(file.path), length: size.int64Value, mediaType: MediaType(file.mediaType))
      })
  }
}

extension Digest {
  /// A course keeps its article id for ever, whatever becomes of its price and files.
  fileprivate static func article(_ id: String) -> Digest {
    Digest(of: Array("article \(id)".utf8), for: .document)
  }
}
