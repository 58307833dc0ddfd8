import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements

// Streams, which arrive while they are being made and are opened when their end is known.
extension PartyShelf {
  private static let pause = Span(seconds: 1)
  private static let patience = Span(seconds: 30)

  private func sealed(_ path: String, _ exchange: Digest) -> String {
    blobs.partialPath(
      named: "\(Base64URL.encode(Digest(of: exchange.bytes + Array(path.utf8), for: .context).bytes)).stream")
  }

  /// Fetches a stream as far as it is made, and goes on asking until its last frame is here; over restarts of both sides, and
  /// while the peer is away.
  ///
  /// - Parameter arriving: called when the first bytes are here.
  func fetchStream(
    at path: String, exchange: Digest, longest: Int64, arriving: @Sendable () -> Void
  ) async throws {
    var stream = try SealedStream(at: sealed(path, exchange), longest: longest)
    while !stream.hasEnded {
      try Task.checkCancellation()
      let bytes = try await piece(of: path, exchange, from: stream.received)
      if bytes.isEmpty {
        try await time.wait(until: time.now().advanced(by: Self.pause))
      } else {
        let isFirst = stream.received == 0
        try stream.append(bytes)
        if isFirst { arriving() }
      }
    }
    try stream.synchronize()
  }

  /// Nothing while there is nothing more, or nobody answers.
  private func piece(of path: String, _ exchange: Digest, from offset: Int64) async throws -> [UInt8] {
    let request = Request(.get, Self.path("stream", path, exchange), query: ["from": String(offset)])
    let reply: ReceivedReply
    do {
      reply = try await peer.line.transport.send(
        request, to: peer.line.address, largest: 2 * PartyRecording.mostInAnswer, within: Self.patience)
    } catch is TransportError { return [] }
    guard reply.status != 200 else { return reply.body }
    // The peer may be starting again.
    if let refusal = Refusal(reply), !refusal.code.isPassing, refusal.code != .notFound { throw refusal }
    return []
  }

  /// Opens a stream that has come into its place, at once or not at all.
  ///
  /// Refuses with `goodsInvalid` what is not the stream of this header and key, or not the one whose end the producer signed.
  func openStream(
    at path: String, exchange: Digest, header: StreamHeader, key: StreamKey, end: VerifiedStatement<StreamEnd>
  ) throws {
    let target = place(of: path)
    let draft = target + ".part"
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: draft))
    let file = try FileHandle(forWritingTo: URL(filePath: draft))
    let stream = try PartialStream(at: sealed(path, exchange), header: header, key: key) { chunk in
      try file.write(contentsOf: Data(chunk))
    }
    try stream.finish(end)
    try file.synchronize()
    try file.close()
    _ = try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.moveItem(atPath: draft, toPath: target)
  }
}
