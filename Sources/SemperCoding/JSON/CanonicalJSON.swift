/// The canonical form of JSON (RFC 8785): one sequence of bytes for each value.
public enum CanonicalJSON {
  /// The canonical bytes of a value.
  public static func encode(_ value: JSON) -> [UInt8] {
    var out = [UInt8]()
    out.reserveCapacity(512)
    write(value, into: &out)
    return out
  }

  /// Any JSON within the limits, canonical or not.
  public static func parse(
    _ bytes: [UInt8], limits: DecodingLimits = .statement
  ) throws(CodingError) -> JSON {
    try JSONParser.parse(bytes, limits: limits)
  }

  /// JSON that must already be in canonical form: parsed, written again, compared byte by byte.
  public static func decode(
    _ bytes: [UInt8], limits: DecodingLimits = .statement
  ) throws(CodingError) -> JSON {
    let value = try JSONParser.parse(bytes, limits: limits)
    guard encode(value) == bytes else {
      throw CodingError(.notCanonical, "the JSON is not in canonical form (RFC 8785)")
    }
    return value
  }

  private static func write(_ value: JSON, into out: inout [UInt8]) {
    switch value {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let integer): out.append(contentsOf: String(integer).utf8)
    case .number(let number): out.append(contentsOf: NumberForm.text(of: number).utf8)
    case .string(let text): write(text, into: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        write(element, into: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let object):
      out.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        write(member.name, into: &out)
        out.append(UInt8(ascii: ":"))
        write(member.value, into: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func write(_ text: String, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    // Most text needs no escapes and goes over in one piece.
    let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard !needsEscape(UnsafeRawBufferPointer(utf8)) else { return false }
      out.append(contentsOf: utf8)
      return true
    }
    if isPlain != true {
      for byte in text.utf8 { write(byte, into: &out) }
    }
    out.append(UInt8(ascii: "\""))
  }

  /// Eight bytes at a time: less than 0x20, a quotation mark or a backslash anywhere in a word borrows from the highest bit of its byte.
  private static func needsEscape(_ utf8: UnsafeRawBufferPointer) -> Bool {
    let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    var offset = 0
    while offset < utf8.count {
      var word = ones &* 0x20
      if utf8.count - offset >= 8 {
        word = utf8.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      } else {
        withUnsafeMutableBytes(of: &word) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: utf8[offset...])) }
      }
      let quotation = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found =
        (word &- ones &* 0x20) & ~word | (quotation &- ones) & ~quotation | (backslash &- ones) & ~backslash
      if found & highest != 0 { return true }
      offset += 8
    }
    return false
  }

  private static func write(_ byte: UInt8, into out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): out.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): out.append(contentsOf: #"\\"#.utf8)
    case 0x08: out.append(contentsOf: #"\b"#.utf8)
    case 0x0C: out.append(contentsOf: #"\f"#.utf8)
    case 0x0A: out.append(contentsOf: #"\n"#.utf8)
    case 0x0D: out.append(contentsOf: #"\r"#.utf8)
    case 0x09: out.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      out.append(contentsOf: #"\u00"#.utf8)
      out.append(hexadecimal[Int(byte >> 4)])
      out.append(hexadecimal[Int(byte & 15)])
    default: out.append(byte)
    }
  }
}
