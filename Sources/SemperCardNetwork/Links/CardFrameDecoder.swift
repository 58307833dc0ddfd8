import NIOCore

/// Messages on a TCP connection: a length of two bytes, big-endian, then the message.
struct CardFrameDecoder: ByteToMessageDecoder {
  typealias InboundOut = [UInt8]

  /// A frame of no length, or longer than any message.
  struct BadLength: Error {}

  mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) else { return .needMoreData }
    guard (1...CardMessage.largest).contains(Int(length)) else { throw BadLength() }
    guard buffer.readableBytes >= 2 + Int(length) else { return .needMoreData }
    buffer.moveReaderIndex(forwardBy: 2)
    context.fireChannelRead(wrapInboundOut(buffer.readBytes(length: Int(length)) ?? []))
    return .continue
  }

  mutating func decodeLast(
    context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
  ) throws -> DecodingState {
    .needMoreData
  }
}

/// The other direction.
struct CardFrameEncoder: MessageToByteEncoder {
  typealias OutboundIn = [UInt8]

  func encode(data: [UInt8], out: inout ByteBuffer) throws {
    out.writeInteger(UInt16(data.count))
    out.writeBytes(data)
  }
}
