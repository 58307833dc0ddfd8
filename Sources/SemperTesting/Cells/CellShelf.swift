import Foundation
package import SemperCryptography
package import SemperExchange
package import SemperModel
package import SemperStatements
import Synchronization

/// The data of both sides of one exchange: real files, really sealed. What one side locks, the other can load.
package final class CellShelf: Sendable {
  private struct State {
    var ciphertexts: [LockedData: [UInt8]] = [:]
    /// Data as described, by path.
    var described: [String: PreparedContent] = [:]
    /// Data as it is sealed, which is not the same for who cheats.
    var sealed: [String: PreparedContent] = [:]
    var messages: [String: [UInt8]] = [:]
    var opened: Set<String> = []
  }

  private let place = FileManager.default.temporaryDirectory.path + "/semper-" + UUID().uuidString
  private let secret: ContentSecret
  private let state = Mutex(State())

  package init(seed: UInt64) {
    var numbers = SeededNumbers(seed)
    secret = ContentSecret(using: &numbers)
  }

  deinit { try? FileManager.default.removeItem(atPath: place) }

  /// What of a side's data the other has as it was described.
  package var opened: Set<String> { state.withLock(\.opened) }

  /// Forgets what was opened, for another run of the same exchange.
  package func close() throws {
    for path in opened { try FileManager.default.removeItem(atPath: "\(place)/\(path)/bought") }
    state.withLock { $0.opened = [] }
  }

  /// Puts data on the shelf and describes it. Bad data differs from its description in the first byte.
  package func put(
    _ ware: Ware, at path: String, isBad: Bool, seed: UInt64, size: Int
  ) async throws -> ItemDescription {
    var numbers = SeededNumbers(seed)
    let bytes = numbers.bytes(size)
    guard ware.isData else {
      state.withLock { $0.messages[path] = bytes }
      return .mail(length: Int64(bytes.count))
    }
    let good = try await prepare(bytes, path + "/good")
    let sealed = isBad ? try await prepare([bytes[0] ^ 1] + bytes.dropFirst(), path + "/bad") : good
    state.withLock { state in
      state.described[path] = good
      state.sealed[path] = sealed
    }
    return ware == .small ? .checkedData(good.description.summary) : .data(good.description.summary)
  }

  private func prepare(_ bytes: [UInt8], _ name: String) async throws -> PreparedContent {
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

  private func stream(_ bytes: [UInt8]) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      for start in stride(from: 0, to: bytes.count, by: 50_000) {
        continuation.yield(Array(bytes[start..<min(start + 50_000, bytes.count)]))
      }
      continuation.finish()
    }
  }
}

extension CellShelf: ItemSource {
  package func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    let (content, message) = state.withLock { ($0.sealed[item.path], $0.messages[item.path]) }
    if let message {
      let (bytes, locked) = try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal()
      state.withLock { $0.ciphertexts[locked] = bytes }
      return locked
    }
    guard let content else { throw Refusal(.goodsMissing, blame: .us, "nothing lies at \(item.path)") }
    let sealer = ContentSealer(content, opening: opening, exchange: exchange)
    let locked = try await sealer.lockedData(workers: 1)
    var bytes = [UInt8]()
    for try await piece in try sealer.pieces(0..<sealer.length) { bytes += piece }
    state.withLock { [bytes] in $0.ciphertexts[locked] = bytes }
    return locked
  }

  package func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    stream(try bytes(of: try await locked(item, exchange: exchange, opening: opening)))
  }
}

extension CellShelf: ItemSink {
  package func prepare(_ item: DescribedItem, exchange: Digest) async throws {}

  package func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws {
    var bytes = [UInt8]()
    for try await piece in ciphertext { bytes += piece }
    guard SealedContent(bytes, lockedAs: locked) != nil else {
      throw Refusal(.lockInvalid, blame: .provider, "the ciphertext is another one")
    }
    state.withLock { [bytes] in $0.ciphertexts[locked] = bytes }
  }

  package func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    guard SealedContent(try bytes(of: locked), lockedAs: locked) != nil else {
      throw Refusal(.lockInvalid, blame: .peer, "the ciphertext is another one")
    }
  }

  package func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    let bytes = try bytes(of: locked)
    let (content, message) = state.withLock { ($0.described[item.path], $0.messages[item.path]) }
    guard let content else {
      let read = SealedContent(bytes, lockedAs: locked).flatMap {
        MailOpener($0, exchange: exchange, opening: opening).message()
      }
      if read == message { state.withLock { _ = $0.opened.insert(item.path) } }
      return nil
    }
    let file = "\(place)/\(item.path)/sealed"
    try Data(bytes).write(to: URL(filePath: file))
    let opened = try await ContentOpener(
      content: content.description, leaves: content.leaves, locked: locked, exchange: exchange, opening: opening
    ).open(file, into: "\(place)/\(item.path)/bought", workers: 1)
    switch opened {
    case .misbehaviour(let proof): return proof
    case .written:
      state.withLock { _ = $0.opened.insert(item.path) }
      return nil
    }
  }

  package func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    stream(try bytes(of: locked))
  }
}
