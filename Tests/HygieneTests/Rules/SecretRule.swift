/// What keeps a key or a secret as bare bytes tells nothing of it to whoever prints it: the type is `Discreet`.
enum SecretRule {
  /// A stored property whose name says that it is secret. What is public, or only a key of a table, has another type or a longer name.
  private static let pattern =
    #"^ *(?:public |package |private |fileprivate )*(?:let|var) (?:"#
    + #"(?:key|secret|seed|pin|pepper|master|(?:back|signing|transport)Key): (?:\[UInt8\]|ByteString|SymmetricKey)"#
    + #"|(?:secret|pin): String) *(?:=.*)?$"#

  static func findings(in file: SourceFile) -> [Finding] {
    guard file.path.hasPrefix("Sources/"), let pattern = try? Regex(pattern) else { return [] }
    return file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { place, line in
      guard line.contains(pattern), let name = type(around: place + 1, in: file), !isDiscreet(name, in: file) else {
        return nil
      }
      return Finding(file, line: place + 1, "\(name) keeps a secret; let it be Discreet, so that nobody prints it")
    }
  }

  /// Whose property stands in this line; `nil` in a function, where nothing is kept.
  private static func type(around line: Int, in file: SourceFile) -> String? {
    let around = file.blocks.filter { $0.firstLine < line && line < $0.firstLine + $0.lines }
    guard case .type(let name, _)? = around.max(by: { $0.depth < $1.depth })?.kind else { return nil }
    return name
  }

  private static func isDiscreet(_ name: String, in file: SourceFile) -> Bool {
    let promise = try? Regex(#"(?:struct|class|enum|extension) \#(name)\b[^{]*\bDiscreet\b"#)
    return promise.map { file.code.contains($0) } ?? false
  }
}
