import NIOCore

/// How a body is let through.
struct Pacing {
  var duplicates = false
  /// Bytes after which the line is cut.
  var most: Int?
  var bytesPerSecond: Int?

  /// Whether the line is to be cut even when the body was shorter.
  var cuts: Bool { most != nil }

  mutating func write(_ piece: ByteBuffer, to writer: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
    var piece = piece
    if let most {
      guard let part = piece.readSlice(length: min(most, piece.readableBytes)) else { throw Conversation.Closed() }
      try await writer.write(part)
      self.most = most - part.readableBytes
      if piece.readableBytes > 0 { throw Conversation.Closed() }
      return
    }
    guard let bytesPerSecond else { return try await writer.write(piece) }
    let step = max(1, bytesPerSecond / 20)
    while let part = piece.readSlice(length: min(step, piece.readableBytes)), part.readableBytes > 0 {
      try await writer.write(part)
      try await Task.sleep(for: .milliseconds(Int64(part.readableBytes) * 1000 / Int64(bytesPerSecond)))
    }
  }
}
