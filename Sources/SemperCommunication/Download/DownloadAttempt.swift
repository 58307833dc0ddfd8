import SemperModel
import Synchronization

/// One request of a download, from where the file ends.
final class DownloadAttempt: Sendable {
  private struct State {
    /// Where the next byte belongs.
    var cursor: Int
    /// Bytes of the answer that are in the file already.
    var toPass = 0
    var refused = false
  }

  private let download: Download
  private let file: PartialFile
  private let start: Int
  private let state: Mutex<State>

  init(_ download: Download, _ file: PartialFile, from start: Int) {
    self.download = download
    self.file = file
    self.start = start
    state = Mutex(State(cursor: start))
  }

  var cursor: Int { state.withLock(\.cursor) }
  /// Whether the refusal thrown is the server's and not the hook's.
  var refused: Bool { state.withLock(\.refused) }

  func run(
    over transport: any Transport, progress: @escaping @Sendable (Int) -> Void, piece: @escaping Download.Piece
  ) async throws {
    let request = Request(
      .get, download.path, query: download.query, range: start > 0 ? ByteRange(first: start) : nil)
    let reply = try await transport.stream(
      request, to: download.address, largest: max(download.length, 64 << 10), within: download.patience,
      head: { try self.check($0) },
      { bytes in
        let (offset, fresh) = try self.place(bytes)
        guard !fresh.isEmpty else { return }
        try self.file.write(fresh, at: offset)
        try await piece(offset, fresh)
        self.state.withLock { $0.cursor = offset + fresh.count }
        progress(offset + fresh.count)
      })
    guard reply.status == 200 || reply.status == 206 else { throw refusal(in: reply) }
    guard cursor == download.length else {
      throw TransportError(.interrupted, "the answer ended before its length")
    }
  }

  private func check(_ reply: ReceivedReply) throws {
    if reply.status == 206 {
      guard start > 0, let range = ContentRange(reply.headers["content-range"]), range.first == start,
        range.last == download.length - 1, range.total == download.length
      else { throw wrong("a part that was not asked for") }
    } else {
      if let length = reply.headers["content-length"], Int(length) != download.length {
        throw wrong("\(length) bytes where \(download.length) were agreed")
      }
      state.withLock { $0.toPass = start }
    }
  }

  private func place(_ bytes: ArraySlice<UInt8>) throws -> (offset: Int, fresh: ArraySlice<UInt8>) {
    let (offset, fresh) = state.withLock { state in
      let passed = min(state.toPass, bytes.count)
      state.toPass -= passed
      return (state.cursor, bytes.dropFirst(passed))
    }
    guard fresh.count <= download.length - offset else { throw wrong("more bytes than were agreed") }
    return (offset, fresh)
  }

  private func refusal(in reply: ReceivedReply) -> any Error {
    guard let refusal = Refusal(reply) else { return wrong("status \(reply.status)") }
    state.withLock { $0.refused = true }
    return refusal
  }

  private func wrong(_ what: String) -> DownloadError {
    DownloadError(.wrongAnswer, "\(download.address) answered \(what); the role there does not do what it promised")
  }
}
