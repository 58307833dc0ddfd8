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

  private func starts(_ text: String, at offset: Int = 0) -> Bool {
    let bytes = Array(text.utf8)
    let start = position + offset
    return start + bytes.count <= source.count && source[start..<start + bytes.count].elementsEqual(bytes)
  }

  private mutating func blank() {
    if source[position] != UInt8(ascii: "\n") { out[position] = UInt8(ascii: " ") }
    position += 1
  }

  private mutating func code(endsAtParenthesis: Bool) {
    var depth = 0
    while position < source.count {
      if starts("//") {
        while position < source.count, source[position] != UInt8(ascii: "\n") { blank() }
      } else if starts("/*") {
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
      if starts("/*") {
        depth += 1
        blank()
      } else if starts("*/") {
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
    while starts("#", at: hashes) { hashes += 1 }
    return starts("\"", at: hashes) ? hashes : nil
  }

  private mutating func string(hashes: Int) {
    position += hashes
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    let end = quotes + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    position += quotes.utf8.count
    while position < source.count, !starts(end) {
      if starts(escape + "(") {
        position += escape.utf8.count + 1
        code(endsAtParenthesis: true)
        position = min(position + 1, source.count)
      } else if starts(escape) {
        for _ in 0...escape.utf8.count where position < source.count { blank() }
      } else {
        blank()
      }
    }
    position = min(position + end.utf8.count, source.count)
  }
}
