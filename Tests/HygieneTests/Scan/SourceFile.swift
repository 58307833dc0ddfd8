/// One Swift file as the rules see it.
struct SourceFile: Sendable {
  /// From the root of the repository.
  let path: String
  let text: String
  /// The text without comments and string contents, with the same line breaks.
  let code: String
  let blocks: [Block]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = SwiftBlanker.code(of: text)
    blocks = Block.all(in: code)
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  /// The name up to `+` and without `.swift`.
  var stem: String { String(name.dropLast(".swift".count).prefix { $0 != "+" }) }
  var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }
  /// `SemperCoding` for `Sources/SemperCoding/JSON/JSON.swift`.
  var target: String? {
    ["Sources", "Faults", "Tests"].contains(folders.first) && folders.count > 1 ? folders[1] : nil
  }

  func line(of index: String.Index) -> Int { code[..<index].utf8.count { $0 == UInt8(ascii: "\n") } + 1 }
}
