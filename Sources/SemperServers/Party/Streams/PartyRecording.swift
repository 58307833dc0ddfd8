import SemperModel
import SemperStatements

/// A stream that a party gives, while it is being sealed and kept, and after: what is on the disk may leave.
///
/// A party that was stopped goes on at the byte where it stopped, and therefore needs the same stream from its beginning.
actor PartyRecording {
  /// Sealed bytes that one answer holds.
  static let mostInAnswer = 256 << 10
  private var recording: StreamRecording

  init(at path: String, header: StreamHeader, key: StreamKey) throws {
    recording = try StreamRecording(at: path, header: header, key: key)
  }

  /// Sealed bytes from an offset on, as many as there are and one answer holds.
  func bytes(from offset: Int64) throws -> [UInt8] { try recording.read(at: offset, count: Self.mostInAnswer) }

  /// Keeps all that the source brings; returns how the stream ended.
  func record(from source: String) async throws -> StreamEnd {
    if let end = recording.end { return end }
    let source = try StreamSource(source)
    var passed = recording.contentLength
    while let bytes = try await source.next() {
      let known = min(passed, Int64(bytes.count))
      passed -= known
      let fresh = bytes.dropFirst(Int(known))
      if !fresh.isEmpty { try recording.append(fresh) }
    }
    guard passed == 0 else {
      throw ServerError(
        .file, "the stream is shorter than what was sent of it before: give the same one from its beginning")
    }
    return try recording.finish()
  }
}
