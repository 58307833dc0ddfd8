/// A file declares one public type; a second one is tolerated only if it is tiny, such as an error's code or a marker.
enum OneTypeRule {
  static let tiny = 16

  static func findings(in file: SourceFile) -> [Finding] {
    let large = file.blocks.filter { block in
      if case .type(_, isPublic: true) = block.kind { block.depth == 0 && block.lines > tiny } else { false }
    }
    guard large.count > 1 else { return [] }
    let names = large.compactMap { block in if case .type(let name, _) = block.kind { name } else { nil } }
    return [Finding(file, "declares \(names.joined(separator: ", ")); give each public type a file of its own")]
  }
}
