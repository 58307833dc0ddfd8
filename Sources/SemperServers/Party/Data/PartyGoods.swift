import Foundation
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// The data that a party gives: folders and messages, sealed for one exchange whenever somebody asks.
final class PartyGoods: ItemSource {
  /// Sealed chunks that are made at a time for a download: about a MiB.
  private static let chunksInPiece = 16

  private enum Stock: Sendable {
    /// What is described, and what is sealed; for an honest party they are the same.
    case content(described: PreparedContent, sealed: PreparedContent)
    case message([UInt8], ContentSecret)
  }

  private let stock: [String: Stock]

  private init(_ stock: [String: Stock]) { self.stock = stock }

  /// Reads and hashes what is to be given, by its place in the party's container.
  static func prepare(
    _ wares: [(path: String, ware: PartyWare)], keys: PartyKeys, number: Nonce, hooks: PartyHooks
  ) async throws -> PartyGoods {
    var stock: [String: Stock] = [:]
    for (path, ware) in wares {
      let secret = try keys.content(at: path, number)
      switch ware {
      case .smallData(let folder), .data(let folder):
        let described = try await PreparedContent.prepare(directory: folder, secret: secret)
        stock[path] = .content(described: described, sealed: try await hooks.sealed(described))
      case .mail(let file):
        guard let data = FileManager.default.contents(atPath: file) else {
          throw ServerError(.file, "the message \(file) cannot be read")
        }
        stock[path] = .message(Array(data), secret)
      case .money, .accountMoney, .bond, .statement, .certificate, .credential, .stream: continue
      }
    }
    return PartyGoods(stock)
  }

  /// What the data at a place is, in the words of the terms.
  func description(at path: String, isSmall: Bool) throws(Refusal) -> ItemDescription {
    switch try goods(at: path) {
    case .content(let described, _):
      isSmall ? .checkedData(described.description.summary) : .data(described.description.summary)
    case .message(let bytes, _): .mail(length: Int64(bytes.count))
    }
  }

  /// The files of the data at a place. Mail has none.
  func content(at path: String) throws(Refusal) -> ContentDescription {
    guard case .content(let described, _) = try goods(at: path) else { throw Self.missing(path) }
    return described.description
  }

  func leaves(at path: String) throws(Refusal) -> RangedReply {
    guard case .content(let described, _) = try goods(at: path) else { throw Self.missing(path) }
    let bytes = described.leaves.bytes
    return RangedReply(total: bytes.count, contentType: "application/octet-stream") { offset, count in
      Array(bytes[offset..<offset + count])
    }
  }

  /// The ciphertext of one exchange as a download that can be resumed anywhere.
  func ciphertext(at path: String, exchange: Digest, opening: ItemOpening) throws -> RangedReply {
    switch try goods(at: path) {
    case .content(_, let content):
      let sealer = ContentSealer(content, opening: opening, exchange: exchange)
      return RangedReply(
        total: Int(sealer.length), contentType: "application/octet-stream",
        pieceSize: content.description.layout.sealedChunkSize * Self.chunksInPiece
      ) { offset, count in
        var bytes = [UInt8]()
        bytes.reserveCapacity(count)
        for try await piece in try sealer.pieces(Int64(offset)..<Int64(offset + count)) { bytes += piece }
        return bytes
      }
    case .message(let message, let secret):
      let sealed = try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal().bytes
      return RangedReply(total: sealed.count, contentType: "application/octet-stream") { offset, count in
        Array(sealed[offset..<offset + count])
      }
    }
  }

  func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    switch try goods(at: item.path) {
    case .content(_, let content):
      return try await ContentSealer(content, opening: opening, exchange: exchange).lockedData()
    case .message(let message, let secret):
      return try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal().locked
    }
  }

  func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    switch try ciphertext(at: item.path, exchange: exchange, opening: opening).reply(to: nil).body {
    case .bytes(let bytes):
      return AsyncThrowingStream { continuation in
        continuation.yield(bytes)
        continuation.finish()
      }
    case .stream(_, let pieces): return pieces
    }
  }

  private func goods(at path: String) throws(Refusal) -> Stock {
    guard let found = stock[path] else { throw Self.missing(path) }
    return found
  }

  private static func missing(_ path: String) -> Refusal {
    Refusal(.goodsMissing, blame: .us, "there is no such data at \(path)")
  }
}
