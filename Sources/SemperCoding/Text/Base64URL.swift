/// Base64url without padding (RFC 4648 section 5), strict: one text for each byte string.
///
/// Refuses padding, line breaks, characters of the ordinary alphabet, impossible lengths and non-zero tail bits, so
/// that nobody can write the same bytes in two ways.
public enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: encodedBytes(Array(bytes)), as: UTF8.self)
  }

  package static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
    // A table of its own: the shared one is looked for at each use.
    let alphabet = alphabet
    var out = [UInt8]()
    out.reserveCapacity((bytes.count * 4 + 2) / 3)
    var index = 0
    while index + 2 < bytes.count {
      let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
      out.append(alphabet[Int(group >> 18)])
      out.append(alphabet[Int(group >> 12 & 63)])
      out.append(alphabet[Int(group >> 6 & 63)])
      out.append(alphabet[Int(group & 63)])
      index += 3
    }
    switch bytes.count - index {
    case 1:
      let group = UInt32(bytes[index]) << 4
      out.append(alphabet[Int(group >> 6)])
      out.append(alphabet[Int(group & 63)])
    case 2:
      let group = UInt32(bytes[index]) << 10 | UInt32(bytes[index + 1]) << 2
      for shift in [12, 6, 0] as [UInt32] { out.append(alphabet[Int(group >> shift & 63)]) }
    default: break
    }
    return out
  }

  public static func decode(_ text: String) throws(CodingError) -> [UInt8] {
    let values = values
    let characters = Array(text.utf8)
    guard characters.count % 4 != 1 else {
      throw CodingError(.wrongForm, "base64url text has an impossible length")
    }
    var out = [UInt8]()
    out.reserveCapacity(characters.count * 3 / 4)
    var accumulator: UInt32 = 0
    var bits: UInt32 = 0
    for character in characters {
      let value = values[Int(character)]
      guard value != 0xFF else {
        throw CodingError(.wrongForm, "a character is not in the base64url alphabet (use no padding)")
      }
      accumulator = accumulator << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(accumulator >> bits & 0xFF))
      }
    }
    guard accumulator & ((1 << bits) - 1) == 0 else {
      throw CodingError(.wrongForm, "the unused bits of the last base64url character must be zero")
    }
    return out
  }
}
