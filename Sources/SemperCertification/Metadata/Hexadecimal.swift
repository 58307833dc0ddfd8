import SemperCoding

/// Bytes as small hexadecimal digits, as The Update Framework writes digests, key ids and signatures.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var out = [UInt8]()
    out.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      out.append(digits[Int(byte >> 4)])
      out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Refuses capital letters, so that each byte string has one text.
  static func bytes(_ text: String) throws(CodingError) -> [UInt8] {
    var values = [UInt8]()
    for character in text.utf8 {
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): values.append(character - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): values.append(character - UInt8(ascii: "a") + 10)
      default: throw CodingError(.wrongForm, "small hexadecimal digits are expected")
      }
    }
    guard values.count.isMultiple(of: 2) else {
      throw CodingError(.wrongForm, "hexadecimal digits come in pairs")
    }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  /// The text itself, if it is 32 bytes.
  static func checkedDigest(_ text: String) throws(CodingError) -> String {
    guard try bytes(text).count == 32 else { throw CodingError(.wrongForm, "a SHA-256 value has 64 digits") }
    return text
  }
}
