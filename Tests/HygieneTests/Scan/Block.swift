/// A pair of braces with the declaration that stands before it.
struct Block: Sendable {
  enum Kind: Equatable, Sendable {
    case function
    case type(String, isPublic: Bool)
    case other
  }

  let kind: Kind
  let firstLine: Int
  let lines: Int
  /// How many blocks it stands in.
  let depth: Int

  /// All of some code without comments and string contents.
  static func all(in code: String) -> [Block] {
    // Made once and not for each of some thousand blocks.
    let keyword =
      /(?:^|[^.\w`])(func|init|deinit|subscript|var|let|case|if|else|for|while|switch|guard|do|catch|struct|enum|class|actor|protocol|extension)\b/
    var blocks = [Block]()
    var open = [(kind: Kind, line: Int)]()
    var line = 1
    var header = [UInt8]()
    for byte in code.utf8 {
      switch byte {
      case UInt8(ascii: "{"):
        open.append((kind(of: String(decoding: header, as: UTF8.self), keyword), line))
        header = []
      case UInt8(ascii: "}"):
        if let block = open.popLast() {
          blocks.append(
            Block(kind: block.kind, firstLine: block.line, lines: line - block.line + 1, depth: open.count))
        }
        header = []
      default:
        if byte == UInt8(ascii: "\n") { line += 1 }
        header.append(byte)
      }
    }
    return blocks
  }

  /// The last keyword before the brace decides; `.init` is a call.
  private static func kind(of header: String, _ keyword: Regex<(Substring, Substring)>) -> Kind {
    guard let last = header.matches(of: keyword).last else { return .other }
    switch last.1 {
    case "func", "init", "deinit", "subscript", "var": return .function
    case "struct", "enum", "class", "actor", "protocol":
      let name = header[last.range.upperBound...].drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let before = header[..<last.range.lowerBound].split(whereSeparator: \.isNewline).last ?? ""
      let isPublic = before.contains("public")
      return .type(String(name), isPublic: isPublic || header[last.range].contains("public"))
    default: return .other
    }
  }
}
