import NIOCore

/// The beginning of a body, read so far that rules can look into it: all of it up to a megabyte, otherwise that much.
struct BufferedBody {
  private static let most = 1 << 20

  /// What to forward of it, framing included.
  private(set) var raw: [ByteBuffer] = []
  private(set) var payload: [UInt8] = []
  /// Whether this is all of the body.
  private(set) var isWhole = false
  /// Where the rest comes from.
  private(set) var rest: BodySource

  init(_ end: BodyEnd) { rest = BodySource(end) }

  mutating func read(from source: inout ByteSource) async throws {
    while payload.count < Self.most {
      guard let piece = try await rest.next(from: &source) else {
        isWhole = true
        return
      }
      raw.append(piece.raw)
      payload.append(contentsOf: piece.payload.readableBytesView)
    }
  }

  /// The statements in it; those of a longer body are not looked for.
  var types: Set<String> { isWhole ? StatementTypes.find(in: payload) : [] }
}
