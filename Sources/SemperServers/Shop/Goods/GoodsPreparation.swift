import Foundation
import Logging
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import Synchronization

/// Makes content ready for sale: hashes its files, once for each version of them, and keeps the leaf list in the home.
struct GoodsPreparation: Sendable, Discreet {
  private static let table = RecordTable("shop_contents")

  let records: any Records
  /// Where the leaf lists are.
  let directory: String
  /// From which the secret of each content derives.
  let seed: [UInt8]
  let workers: Int
  let logger: Logger

  func prepare(_ course: Course) async throws -> PreparedContent {
    let fingerprint = try fingerprint(course)
    let secret = try ContentSecret(
      bytes: KeyDerivation.bytes(from: seed, for: .masterKey, context: Array("content".utf8) + fingerprint.bytes))
    if let known = try await stored(course, fingerprint, secret) { return known }
    let content = try await PreparedContent.prepare(
      course.manifest, in: course.directory, secret: secret, workers: workers, progress: progress(course))
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try content.writeLeafList(to: path(fingerprint))
    let record = PreparationRecord(fingerprint: fingerprint, description: content.description).canonicalBytes
    try await records.transact { try $0.set(record, for: Array(course.slug.utf8), in: Self.table) }
    return content
  }

  private func stored(
    _ course: Course, _ fingerprint: Digest, _ secret: ContentSecret
  ) async throws -> PreparedContent? {
    guard let bytes = try await records.read({ try $0.value(Array(course.slug.utf8), in: Self.table) }) else {
      return nil
    }
    let record = try PreparationRecord(canonicalBytes: bytes, limits: .statement)
    guard record.fingerprint == fingerprint, record.description.manifest == course.manifest else { return nil }
    do {
      return try PreparedContent(
        directory: course.directory, secret: secret, description: record.description, leafListAt: path(fingerprint))
    } catch {
      logger.warning("the leaf list is made again", metadata: ["course": "\(course.slug)", "error": "\(error)"])
      return nil
    }
  }

  private func path(_ fingerprint: Digest) -> String {
    "\(directory)/\(Base64URL.encode(fingerprint.bytes)).leaves"
  }

  /// A file that has another time or length is another file. A file changed behind both is noticed when it is sealed.
  private func fingerprint(_ course: Course) throws -> Digest {
    let files = try course.manifest.files.map { file -> JSON in
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(course.directory)/\(file.path)")
      let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      return .fields(["changed": Int64(changed * 1000).json, "file": file.json])
    }
    return Digest(of: CanonicalJSON.encode(.array([course.slug.json] + files)), for: .document)
  }

  private func progress(_ course: Course) -> ContentProgress.Handler {
    let shown = Mutex<Int64>(0)
    let logger = logger
    return { progress in
      let percent = progress.done * 100 / max(progress.total, 1)
      let isNews = shown.withLock { shown in
        guard percent >= shown + 10 else { return false }
        shown = percent
        return true
      }
      guard isNews else { return }
      logger.notice("preparing", metadata: ["course": "\(course.slug)", "percent": "\(percent)"])
    }
  }
}
