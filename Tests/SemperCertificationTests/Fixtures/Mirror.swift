import SemperCertification
import SemperModel
import Synchronization

/// A mirror of a repository that shows some files otherwise than they are there, or hides them.
final class Mirror: DirectorySource {
  private let repository: ServiceRepository
  private let shown = Mutex<[String: [UInt8]?]>([:])

  init(of repository: ServiceRepository) { self.repository = repository }

  /// Shows other bytes at a path from now on; `nil` hides what is there.
  func show(_ bytes: [UInt8]?, at path: String) { shown.withLock { $0[path] = .some(bytes) } }

  /// Shows a file for ever as it is now.
  func freeze(_ path: String) async throws { show(try await repository.file(path), at: path) }

  func beHonest() { shown.withLock { $0 = [:] } }

  func file(_ path: String, largest: Int) async throws -> [UInt8]? {
    let other = shown.withLock { $0[path] }
    let bytes = if let other { other } else { try await repository.file(path) }
    if let bytes, bytes.count > largest {
      throw Refusal(.tooLarge, blame: .provider, "\(path) has more than \(largest) bytes")
    }
    return bytes
  }
}
