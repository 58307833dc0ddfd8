import SemperCoding
import SemperModel

/// Reads fields of fixed length, big-endian, one after the other, and nothing beyond.
struct FieldReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next bytes. Asking for more than there are is a bug where the length was checked before.
  mutating func bytes(_ count: Int) -> [UInt8] {
    precondition(rest.count >= count, "the length was checked before the fields are read")
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) -> Integer {
    bytes(Integer.bitWidth / 8).reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
  }

  mutating func cardNumber() -> CardNumber { CardNumber(bytes: bytes(CardNumber.size)) }

  mutating func reference() -> Digest {
    do {
      return try Digest(bytes: bytes(Digest.size))
    } catch {
      preconditionFailure("a digest has that many bytes")
    }
  }
}

extension FixedWidthInteger {
  /// Big-endian.
  var field: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
