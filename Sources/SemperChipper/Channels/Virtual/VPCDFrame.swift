import NIOCore

/// What the virtual reader of vsmartcard sends: two bytes of length, then one byte of control or a command.
enum VPCDFrame: Equatable {
  case powerOff
  case powerOn
  case reset
  case answerToReset
  case command([UInt8])

  /// Takes the next whole frame; `nil` while there is none.
  ///
  /// Throws `CardFailure(.malformed)` for an empty frame, an unknown control byte and what is longer than a command.
  static func next(from buffer: inout ByteBuffer) throws(CardFailure) -> VPCDFrame? {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) else { return nil }
    guard (1...CommandAPDU.largest).contains(Int(length)) else {
      throw CardFailure(.malformed, "the virtual reader sent a frame of \(length) bytes; is it a virtual reader?")
    }
    guard buffer.readableBytes >= 2 + Int(length) else { return nil }
    buffer.moveReaderIndex(forwardBy: 2)
    let bytes = buffer.readBytes(length: Int(length)) ?? []
    guard bytes.count == 1 else { return .command(bytes) }
    switch bytes[0] {
    case 0: return .powerOff
    case 1: return .powerOn
    case 2: return .reset
    case 4: return .answerToReset
    default: throw CardFailure(.malformed, "the virtual reader sent the unknown control byte \(bytes[0])")
    }
  }

  static func answer(_ bytes: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(UInt16(bytes.count))
    buffer.writeBytes(bytes)
    return buffer
  }
}

extension VPCDFrame {
  /// The first frame of these bytes; `nil` while they hold none.
  static func parse(_ bytes: [UInt8]) throws(CardFailure) -> VPCDFrame? {
    var buffer = ByteBuffer(bytes: bytes)
    return try next(from: &buffer)
  }
}
