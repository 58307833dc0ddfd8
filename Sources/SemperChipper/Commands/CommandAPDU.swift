public import SemperCoding

/// One command to a card: the short forms of ISO/IEC 7816-3, cases 1 to 4.
public struct CommandAPDU: Hashable, Sendable {
  /// The most bytes a command has: header, length, 255 bytes of data, expected length.
  public static let largest = 4 + 1 + 255 + 1

  public let classByte: UInt8
  public let instruction: UInt8
  public let p1: UInt8
  public let p2: UInt8
  public let data: [UInt8]
  /// The most bytes of data that the answer may have, 1 to 256; `nil` when the command did not say.
  public let expected: Int?

  /// - Precondition: at most 255 bytes of data, and 1 to 256 bytes expected.
  public init(
    classByte: UInt8 = 0x90, _ instruction: UInt8, p1: UInt8 = 0, p2: UInt8 = 0, data: [UInt8] = [],
    expected: Int? = nil
  ) {
    precondition(data.count <= 255 && (1...256).contains(expected ?? 1))
    self.classByte = classByte
    self.instruction = instruction
    self.p1 = p1
    self.p2 = p2
    self.data = data
    self.expected = expected
  }

  /// Refuses what is no short command, to the byte: extended lengths, a length without data, bytes left over.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard (4...Self.largest).contains(bytes.count) else {
      throw CodingError(.wrongForm, "a command has 4 to \(Self.largest) bytes")
    }
    let body = bytes.dropFirst(4)
    var data: [UInt8] = []
    var expected: Int?
    if body.count == 1, let last = body.last {
      expected = Self.length(last)
    } else if let count = body.first.map(Int.init) {
      let rest = body.dropFirst()
      guard count > 0, rest.count == count || rest.count == count + 1 else {
        throw CodingError(.wrongForm, "the command's length does not fit its data")
      }
      data = Array(rest.prefix(count))
      expected = rest.dropFirst(count).first.map(Self.length)
    }
    self.init(classByte: bytes[0], bytes[1], p1: bytes[2], p2: bytes[3], data: data, expected: expected)
  }

  public var bytes: [UInt8] {
    var bytes = [classByte, instruction, p1, p2]
    if !data.isEmpty { bytes += [UInt8(data.count)] + data }
    if let expected { bytes.append(UInt8(expected & 0xFF)) }
    return bytes
  }

  private static func length(_ byte: UInt8) -> Int { byte == 0 ? 256 : Int(byte) }
}

extension CommandAPDU {
  /// Refuses, before anything is done, a command whose answer would not have the length that it expects.
  func answers(with count: Int) throws(StatusWord) {
    if let expected, expected < count { throw .answerHas(count) }
  }

  /// A reader over the data, which must have this length.
  func fields(_ count: Int) throws(StatusWord) -> FieldReader {
    guard data.count == count else { throw .wrongLength }
    return FieldReader(data)
  }

  func requireParameters(_ p1: UInt8, _ p2: UInt8) throws(StatusWord) {
    guard self.p1 == p1, self.p2 == p2 else { throw .wrongParameters }
  }
}
