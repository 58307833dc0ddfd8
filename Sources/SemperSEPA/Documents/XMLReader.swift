import SemperBank
import SemperCoding

/// Reads what `XMLElement` can hold, within bounds, and refuses all the rest of XML.
struct XMLReader {
  static let largest = 1 << 20
  private static let deepest = 24
  private static let mostElements = 20_000
  private let bytes: [UInt8]
  private var place = 0
  private var elements = 0

  /// The root element and its namespace.
  static func read(_ bytes: [UInt8]) throws(CodingError) -> (root: XMLElement, namespace: String) {
    guard bytes.count <= largest else { throw CodingError(.tooLarge, "a document has at most \(largest) bytes") }
    guard String(validating: bytes, as: UTF8.self) != nil, bytes.allSatisfy({ $0 >= 0x20 || [9, 10, 13].contains($0) })
    else { throw CodingError(.malformed, "the document is not UTF-8 text") }
    var reader = XMLReader(bytes: bytes)
    reader.skipSpace()
    if reader.take("<?xml") { try reader.declaration() }
    reader.skipSpace()
    let (root, namespace) = try reader.element(depth: 0)
    reader.skipSpace()
    guard reader.place == bytes.count else { throw CodingError(.malformed, "something follows the document") }
    guard let namespace else { throw CodingError(.missing, "the document names no namespace") }
    return (root, namespace)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Version 1.0 in UTF-8, which is what everybody writes.
  private mutating func declaration() throws(CodingError) {
    let attributes = try attributes(until: "?>")
    guard attributes.allSatisfy({ ["version", "encoding", "standalone"].contains($0.name) }),
      attributes.first(where: { $0.name == "version" })?.value == "1.0",
      (attributes.first { $0.name == "encoding" }?.value ?? "UTF-8").uppercased() == "UTF-8"
    else { throw CodingError(.malformed, "the document is not XML 1.0 in UTF-8") }
  }

  private mutating func element(depth: Int) throws(CodingError) -> (XMLElement, String?) {
    elements += 1
    guard depth < Self.deepest, elements <= Self.mostElements else {
      throw CodingError(.tooDeep, "the document is nested too deeply or has too many elements")
    }
    guard take("<") else { throw CodingError(.malformed, "an element is expected") }
    let name = try name()
    var isEmpty = false
    let attributes = try attributes(until: ">", orEmpty: &isEmpty)
    var (currency, namespace): (String?, String?) = (nil, nil)
    for attribute in attributes {
      switch attribute.name {
      case "Ccy": currency = attribute.value
      case "xmlns" where depth == 0: namespace = attribute.value
      default: throw CodingError(.unknownMember, "the attribute “\(attribute.name.prefix(40))” is not read here")
      }
    }
    guard !isEmpty else { return (XMLElement(name, []), namespace) }
    return (try content(of: name, currency, depth), namespace)
  }

  private mutating func content(
    of name: String, _ currency: String?, _ depth: Int
  ) throws(CodingError) -> XMLElement {
    var children: [XMLElement] = []
    let text = try text()
    while !take("</") {
      guard Self.isSpace(text) else { throw CodingError(.malformed, "text and elements are mixed in “\(name)”") }
      children.append(try element(depth: depth + 1).0)
      let between = try self.text()
      guard Self.isSpace(between) else { throw CodingError(.malformed, "text and elements are mixed in “\(name)”") }
    }
    guard try self.name() == name else { throw CodingError(.malformed, "“\(name)” is not closed") }
    skipSpace()
    guard take(">") else { throw CodingError(.malformed, "“\(name)” is not closed") }
    if children.isEmpty { return XMLElement(name, text: text, currency: currency) }
    guard currency == nil else { throw CodingError(.unknownMember, "“\(name)” is no amount") }
    return XMLElement(name, children)
  }

  // MARK: Pieces

  private mutating func attributes(until end: String) throws(CodingError) -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    while true {
      let before = place
      skipSpace()
      if take(end) { return found }
      guard place > before, found.count < 8 else { throw CodingError(.malformed, "attributes are not well written") }
      let name = try name()
      guard take("="), let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw CodingError(.malformed, "an attribute has no value")
      }
      place += 1
      let value = try text(until: quote)
      place += 1
      guard !found.contains(where: { $0.name == name }) else {
        throw CodingError(.duplicateName, "an attribute comes twice")
      }
      found.append((name, value))
    }
  }

  private mutating func attributes(
    until end: String, orEmpty isEmpty: inout Bool
  ) throws(CodingError) -> [(name: String, value: String)] {
    // An empty element is written in short where the next end of a tag has a slash before it.
    if let close = bytes[place...].firstIndex(of: UInt8(ascii: ">")), bytes[close - 1] == UInt8(ascii: "/") {
      isEmpty = true
      return try attributes(until: "/>")
    }
    return try attributes(until: end)
  }

  /// Letters and digits; a colon would be another namespace.
  private mutating func name() throws(CodingError) -> String {
    let start = place
    while let byte = next,
      UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    { place += 1 }
    guard place > start, place - start <= 64 else {
      throw CodingError(.malformed, "a name is expected; prefixes, comments and declarations are not read here")
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func text(until end: UInt8 = UInt8(ascii: "<")) throws(CodingError) -> String {
    var result: [UInt8] = []
    while let byte = next, byte != end {
      guard byte != UInt8(ascii: "<") else { throw CodingError(.malformed, "“<” is written &lt; in a value") }
      guard byte == UInt8(ascii: "&") else {
        result.append(byte)
        place += 1
        continue
      }
      let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")]
      guard let found = known.first(where: { bytes[place...].starts(with: $0.0.utf8) }) else {
        throw CodingError(.malformed, "entities are not read here but for &amp; &lt; &gt; &quot; &apos;")
      }
      place += found.0.utf8.count
      result += found.1.utf8
    }
    guard next != nil else { throw CodingError(.malformed, "the document ends early") }
    return String(decoding: result, as: UTF8.self)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[place...].starts(with: text.utf8) else { return false }
    place += text.utf8.count
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 9, 10, 13].contains(byte) { place += 1 }
  }

  private static func isSpace(_ text: String) -> Bool { text.utf8.allSatisfy { [0x20, 9, 10, 13].contains($0) } }
}
