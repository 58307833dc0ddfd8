import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

// Streams, which are given while they are made.
extension PartyDesk {
  /// A stream under way, and how it ends.
  struct Streaming: Sendable {
    let recording: PartyRecording
    let ending: Task<StreamEnd, any Error>
  }

  /// Begins to seal and to keep every stream of an accepted transfer.
  func startStreams(of offer: TransferOffer) throws {
    for (path, ware) in PartyOffer.places(agreement) {
      guard case .stream(let source, let type) = ware, streaming[path] == nil else { continue }
      let (header, key) = try keys.stream(at: path, of: type, offer.number)
      let recording = try PartyRecording(
        at: home.blobs.partialPath(named: "\(Base64URL.encode(header.digest.bytes)).recording"), header: header,
        key: key)
      streaming[path] = Streaming(
        recording: recording, ending: Task { try await recording.record(from: source) })
    }
  }

  /// What a recipient needs of a stream, once it has ended.
  func ended(_ path: String, of offer: TransferOffer) async throws -> TransferredItem {
    guard let found = streaming[path],
      case .stream(_, let type) = PartyOffer.places(agreement).first(where: { $0.path == path })?.ware
    else { throw Refusal(.goodsMissing, blame: .us, "there is no stream at \(path)") }
    let end = try await withTaskCancellationHandler {
      try await found.ending.value
    } onCancel: {
      found.ending.cancel()
    }
    let (header, key) = try keys.stream(at: path, of: type, offer.number)
    return .stream(header, key, end: try SignedStatement(end, signedBy: [keys.signing(offer.number)]))
  }

  /// Sealed bytes of a stream that is given in the transfer of this id. Refuses with `notFound` any other.
  func stream(_ id: Digest, at path: String, from offset: Int64) async throws -> [UInt8] {
    guard let sending, sending.id == id, let found = streaming[path] else {
      throw Refusal(.notFound, blame: .peer, "no stream of this name is given here")
    }
    return try await found.recording.bytes(from: offset)
  }
}
