/// A strict JSON parser (RFC 8259) for bytes from outside.
///
/// Refuses what lenient parsers let pass and what therefore lets two readers see two meanings: duplicate names, also
/// when spelt with escapes; a byte order mark; trailing commas and trailing bytes; leading zeros; lone surrogates;
/// text that is not UTF-8; and everything beyond the limits.
struct JSONParser {
  private let bytes: [UInt8]
  private let limits: DecodingLimits
  private var position = 0
  private var members = 0

  static func parse(_ bytes: [UInt8], limits: DecodingLimits) throws(CodingError) -> JSON {
    guard bytes.count <= limits.bytes else {
      throw CodingError(.tooLarge, "the text has \(bytes.count) bytes, at most \(limits.bytes) are accepted")
    }
    var parser = JSONParser(bytes: bytes, limits: limits)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.malformed("there are bytes after the value") }
    return value
  }

  private init(bytes: [UInt8], limits: DecodingLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func malformed(_ what: String) -> CodingError {
    CodingError(.malformed, "not JSON at byte \(position): \(what)")
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func count() throws(CodingError) {
    members += 1
    guard members <= limits.members else {
      throw CodingError(.tooMany, "more than \(limits.members) members and elements")
    }
  }

  private mutating func value(depth: Int) throws(CodingError) -> JSON {
    skipSpace()
    if peek == UInt8(ascii: "{") || peek == UInt8(ascii: "["), depth >= limits.depth {
      throw CodingError(.tooDeep, "nested deeper than \(limits.depth) levels")
    }
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case .some: return try number()
    case nil: throw malformed("the text ends where a value is expected")
    }
  }

  private mutating func literal(_ text: String, _ value: JSON) throws(CodingError) -> JSON {
    for byte in text.utf8 where !take(byte) { throw malformed("a misspelt literal") }
    return value
  }

  private mutating func array(depth: Int) throws(CodingError) -> JSON {
    position += 1
    var elements = [JSON]()
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      try count()
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw malformed("an array without a comma or an end") }
    }
  }

  private mutating func object(depth: Int) throws(CodingError) -> JSON {
    position += 1
    var found = [(String, JSON)]()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(JSONObject([])) }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw malformed("a member without a name") }
      try count()
      let name = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw malformed("a member without a colon") }
      found.append((name, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { break }
      guard take(UInt8(ascii: ",")) else { throw malformed("an object without a comma or an end") }
    }
    guard let object = JSONObject(parsed: found) else {
      throw CodingError(.duplicateName, "an object has two members of one name")
    }
    return .object(object)
  }
}

extension JSONParser {
  private mutating func string() throws(CodingError) -> String {
    position += 1
    let start = position
    var seen: UInt8 = 0
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      seen |= byte
      position += 1
    }
    if peek == UInt8(ascii: "\"") {
      // Most strings are ASCII, in which there is nothing to validate.
      let text =
        seen < 0x80
        ? String(decoding: bytes[start..<position], as: UTF8.self) : try decoded(bytes[start..<position])
      position += 1
      return text
    }
    var content = Array(bytes[start..<position])
    while true {
      guard let byte = peek else { throw malformed("a string without an end") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try decoded(content[...])
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw malformed("a control character that is not escaped")
      default: content.append(byte)
      }
    }
  }

  private func decoded(_ utf8: ArraySlice<UInt8>) throws(CodingError) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else { throw malformed("text that is not UTF-8") }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(CodingError) {
    guard let byte = peek else { throw malformed("a string without an end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: Array(String(try unicodeEscape()).utf8))
    default: throw malformed("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(CodingError) -> Unicode.Scalar {
    let first = try hexUnit()
    if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw malformed("a lone surrogate")
    }
    let second = try hexUnit()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw malformed("a lone surrogate") }
    return scalar
  }

  private mutating func hexUnit() throws(CodingError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw malformed("an escape without four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    return position - start
  }

  private mutating func number() throws(CodingError) -> JSON {
    let start = position
    let negative = take(UInt8(ascii: "-"))
    let leadingZero = peek == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(leadingZero && whole > 1) else { throw malformed("not a value") }
    var fractional = false
    if take(UInt8(ascii: ".")) {
      fractional = true
      guard digits() > 0 else { throw malformed("a number without digits after its point") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      fractional = true
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw malformed("a number without digits in its exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if !fractional, !(negative && leadingZero), let integer = Int64(text),
      (-DecodingLimits.widestInteger...DecodingLimits.widestInteger).contains(integer)
    {
      return .integer(integer)
    }
    guard limits.allowsFractions else {
      throw CodingError(.outOfRange, "only integers within ±(2^53 - 1) are accepted")
    }
    guard let value = Double(text), value.isFinite else {
      throw CodingError(.outOfRange, "a number outside the range of IEEE 754 doubles")
    }
    return .number(value)
  }
}
