import Foundation
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Synchronization

/// The pieces of both sides of one exchange: real files, really sealed. What one side locks, the other can load.
final class PieceShelf: Sendable {
  private struct State {
    var described: [String: PreparedContent] = [:]
    var sealed: [String: PreparedContent] = [:]
    var ciphertexts: [LockedData: [UInt8]] = [:]
    var opened: Set<String> = []
  }

  private let place = FileManager.default.temporaryDirectory.path + "/semper-pieces-" + UUID().uuidString
  private let state = Mutex(State())

  deinit { try? FileManager.default.removeItem(atPath: place) }

  /// The pieces that lie opened in their place, as described.
  var opened: Set<String> { state.withLock(\.opened) }

  /// Forgets what was opened, for another run of the same exchange.
  func close() throws {
    for path in opened { try FileManager.default.removeItem(atPath: "\(place)/\(path)/got") }
    state.withLock { $0.opened = [] }
  }

  /// Puts a piece on the shelf. A bad one differs from its description in the first byte.
  func put(at path: String, size: Int, isBad: Bool, seed: UInt64) async throws -> ContentRoot {
    var numbers = SeededNumbers(seed)
    let secret = ContentSecret(using: &numbers)
    let bytes = numbers.bytes(size)
    let good = try await prepare(bytes, path + "/good", secret)
    let sealed = isBad ? try await prepare([bytes[0] ^ 1] + bytes.dropFirst(), path + "/bad", secret) : good
    state.withLock { state in
      state.described[path] = good
      state.sealed[path] = sealed
    }
    return good.description.summary
  }

  private func prepare(_ bytes: [UInt8], _ name: String, _ secret: ContentSecret) async throws -> PreparedContent {
    try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: "\(place)/\(name)/lesson.txt"))
    return try await PreparedContent.prepare(directory: "\(place)/\(name)", secret: secret, workers: 1)
  }

  private func bytes(of locked: LockedData) throws -> [UInt8] {
    guard let bytes = state.withLock({ $0.ciphertexts[locked] }) else {
      throw Refusal(.goodsMissing, blame: .peer, "the ciphertext is not on the shelf")
    }
    return bytes
  }
}

extension PieceShelf: ItemSource, ItemSink {
  func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    guard let content = state.withLock({ $0.sealed[item.path] }) else {
      throw Refusal(.goodsMissing, blame: .us, "there is no such piece")
    }
    let sealer = ContentSealer(content, opening: opening, exchange: exchange)
    let locked = try await sealer.lockedData(workers: 1)
    var bytes = [UInt8]()
    for try await piece in try sealer.pieces(0..<sealer.length) { bytes += piece }
    state.withLock { [bytes] in $0.ciphertexts[locked] = bytes }
    return locked
  }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    guard SealedContent(try bytes(of: locked), lockedAs: locked) != nil else {
      throw Refusal(.lockInvalid, blame: .peer, "the ciphertext is another one")
    }
  }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    guard let content = state.withLock({ $0.described[item.path] }) else {
      throw Refusal(.goodsMissing, blame: .us, "there is no such piece")
    }
    let file = "\(place)/\(item.path)/sealed"
    try Data(try bytes(of: locked)).write(to: URL(filePath: file))
    let opened = try await ContentOpener(
      content: content.description, leaves: content.leaves, locked: locked, exchange: exchange, opening: opening
    ).open(file, into: "\(place)/\(item.path)/got", workers: 1)
    switch opened {
    case .misbehaviour(let proof): return proof
    case .written:
      state.withLock { _ = $0.opened.insert(item.path) }
      return nil
    }
  }

  func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    try await ciphertext(of: locked(item, exchange: exchange, opening: opening), exchange: exchange)
  }

  func ciphertext(of locked: LockedData, exchange: Digest) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    let bytes = try bytes(of: locked)
    return AsyncThrowingStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
  }
}
