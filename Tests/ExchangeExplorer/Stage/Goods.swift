import Foundation
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Synchronization

/// Real content on the disk, sealed and opened by the code that sellers and buyers run: one that is as described, and
/// one of the same size that is not.
final class Goods: Sendable {
  private let folder: URL
  private let described: PreparedContent
  private let other: PreparedContent
  private let ciphertexts = Mutex<[LockedData: [UInt8]]>([:])
  private let hidden = Mutex<Set<LockedData>>([])
  /// What there is to be sealed.
  enum Kind { case described, other, withheld }

  /// What parties leave with the arbiter: everything that is sealed and not withheld. Leaving it or not makes a difference to the one who
  /// calls only, and that one may as well not call.
  let left = TestDataStore()

  var content: ContentRoot { described.description.summary }

  init() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "explorer-\(UUID().uuidString)")
    self.folder = folder
    let secret = try ContentSecret(bytes: Array(repeating: 9, count: ContentSecret.size))
    func prepare(_ name: String, _ text: String) async throws -> PreparedContent {
      let directory = folder.appending(path: name)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: directory.appending(path: "lesson.txt"))
      return try await PreparedContent.prepare(directory: directory.path, secret: secret, workers: 1)
    }
    described = try await prepare("described", "what was described")
    other = try await prepare("other", "something else yet")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The content under the lock of an exchange.
  func locked(_ kind: Kind, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    let sealer = ContentSealer(kind == .other ? other : described, opening: opening, exchange: exchange)
    let locked = try await sealer.lockedData(workers: 1)
    var sealed = [UInt8]()
    for try await piece in try sealer.pieces(0..<sealer.length) { sealed += piece }
    let bytes = sealed
    ciphertexts.withLock { $0[locked] = bytes }
    if kind == .withheld {
      hidden.withLock { _ = $0.insert(locked) }
    } else {
      left.keep(bytes, as: locked)
    }
    return locked
  }

  /// Whether it can be fetched from anybody.
  func isThere(_ locked: LockedData) -> Bool { hidden.withLock { !$0.contains(locked) } }

  /// Opens what was delivered and compares it with the description; the proof if it is something else.
  func check(_ locked: LockedData, exchange: Digest, opening: ItemOpening) async throws -> ProofOfMisbehaviour? {
    let file = folder.appending(path: UUID().uuidString)
    try Data(ciphertext(locked)).write(to: file)
    let opener = try ContentOpener(
      content: described.description, leaves: described.leaves, locked: locked, exchange: exchange, opening: opening)
    switch try await opener.open(file.path, into: file.path + "-opened", workers: 1) {
    case .written: return nil
    case .misbehaviour(let proof): return proof
    }
  }

  /// What somebody might show as a proof against the one who sealed this.
  func allegation(_ locked: LockedData) throws -> ProofOfMisbehaviour {
    ProofOfMisbehaviour(
      chunk: 0, sealed: ciphertext(locked), cipherPath: [], leaf: try Digest(bytes: described.leaves.bytes),
      contentPath: [])
  }

  private func ciphertext(_ locked: LockedData) -> [UInt8] { ciphertexts.withLock { $0[locked] ?? [] } }
}
