/// Blanks comments and the content of string literals in Swift source, so that rules look at code only. Lengths and
/// line breaks stay; code inside string interpolations stays too.
struct SwiftBlanker {
  private let source: [UInt8]
  private var out: [UInt8]
  private var position = 0

  static func code(of text: String) -> String {
    var blanker = SwiftBlanker(source: Array(text.utf8))
    blanker.code(endsAtParenthesis: false)
    return String(decoding: blanker.out, as: UTF8.self)
  }

  private init(source: [UInt8]) {
    self.source = source
    out = source
  }

  private static let lineComment = Array("//".utf8)
  private static let comment = Array("/*".utf8)
  private static let commentEnd = Array("*/".utf8)
  private static let quote = Array("\"".utf8)
  private static let threeQuotes = Array("\"\"\"".utf8)
  private static let hash = UInt8(ascii: "#")

  private func starts(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
    let start = position + offset
    guard start + bytes.count <= source.count else { return false }
    for index in bytes.indices where source[start + index] != bytes[index] { return false }
    return true
  }

  private mutating func blank() {
    if source[position] != UInt8(ascii: "\n") { out[position] = UInt8(ascii: " ") }
    position += 1
  }

  private mutating func code(endsAtParenthesis: Bool) {
    var depth = 0
    while position < source.count {
      if starts(Self.lineComment) {
        while position < source.count, source[position] != UInt8(ascii: "\n") { blank() }
      } else if starts(Self.comment) {
        comment()
      } else if let hashes = stringStart() {
        string(hashes: hashes)
      } else {
        if endsAtParenthesis, source[position] == UInt8(ascii: "(") { depth += 1 }
        if endsAtParenthesis, source[position] == UInt8(ascii: ")") {
          if depth == 0 { return }
          depth -= 1
        }
        position += 1
      }
    }
  }

  private mutating func comment() {
    var depth = 0
    while position < source.count {
      if starts(Self.comment) {
        depth += 1
        blank()
      } else if starts(Self.commentEnd) {
        depth -= 1
        blank()
      }
      if position < source.count { blank() }
      if depth == 0 { return }
    }
  }

  /// The number of `#` before a string that begins here.
  private func stringStart() -> Int? {
    var hashes = 0
    while position + hashes < source.count, source[position + hashes] == Self.hash { hashes += 1 }
    return starts(Self.quote, at: hashes) ? hashes : nil
  }

  private mutating func string(hashes: Int) {
    position += hashes
    let quotes = starts(Self.threeQuotes) ? Self.threeQuotes : Self.quote
    let end = quotes + [UInt8](repeating: Self.hash, count: hashes)
    let escape = [UInt8(ascii: "\\")] + [UInt8](repeating: Self.hash, count: hashes)
    let interpolation = escape + [UInt8(ascii: "(")]
    position += quotes.count
    while position < source.count, !starts(end) {
      if starts(interpolation) {
        position += escape.count + 1
        code(endsAtParenthesis: true)
        position = min(position + 1, source.count)
      } else if starts(escape) {
        for _ in 0...escape.count where position < source.count { blank() }
      } else {
        blank()
      }
    }
    position = min(position + end.count, source.count)
  }
}
