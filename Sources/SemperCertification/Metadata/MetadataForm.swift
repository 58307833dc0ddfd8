import SemperCoding

/// The bytes that signatures of The Update Framework are over: canonical JSON as OLPC has it.
///
/// For ASCII text and integers it is RFC 8785 but in one thing: only the quotation mark and the backslash are escaped, and a line
/// break, of which a PEM key has several, stands as it is.
enum MetadataForm {
  static func bytes(_ json: JSON) throws(CodingError) -> [UInt8] {
    var out = [UInt8]()
    try write(json, into: &out)
    return out
  }

  private static func write(_ json: JSON, into out: inout [UInt8]) throws(CodingError) {
    switch json {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .integer(let integer): out += String(integer).utf8
    case .number: throw CodingError(.outOfRange, "metadata has no fractions")
    case .string(let text): write(text, into: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        try write(element, into: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let object):
      out.append(UInt8(ascii: "{"))
      // In the order of code points, which UTF-8 keeps and the code units of RFC 8785 do not.
      let members = object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        write(member.name, into: &out)
        out.append(UInt8(ascii: ":"))
        try write(member.value, into: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { out.append(UInt8(ascii: "\\")) }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }
}
