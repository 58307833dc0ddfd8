/// Names that say nothing: a folder, target or type is called after what it is in the domain.
enum NameRule {
  private static let banned: Set<String> = [
    "Core", "Common", "Utils", "Helpers", "Helper", "Shared", "Support", "Misc",
  ]

  static func findings(in file: SourceFile) -> [Finding] {
    var findings = [Finding]()
    for folder in file.folders where saysNothing(folder) {
      findings.append(Finding(file, "the folder \(folder) says nothing; name it after its subject"))
    }
    for block in file.blocks {
      if case .type(let name, _) = block.kind, saysNothing(name) {
        findings.append(Finding(file, line: block.firstLine, "the type \(name) says nothing; name it after what it is"))
      }
    }
    if file.path.hasPrefix("Sources/"), !isNamedAfterContent(file) {
      findings.append(Finding(file, "the file is not named after a type that it declares or extends"))
    }
    return findings
  }

  private static func saysNothing(_ name: String) -> Bool {
    let bare = name.hasPrefix("Semper") ? String(name.dropFirst("Semper".count)) : name
    return banned.contains(bare) || ["Utils", "Helpers", "Helper", "Misc"].contains { bare.hasSuffix($0) }
  }

  private static func isNamedAfterContent(_ file: SourceFile) -> Bool {
    guard !["main", "Seed"].contains(file.stem),
      let declaration = try? Regex(
        #"\b(struct|enum|class|actor|protocol|extension|typealias)\s+([\w.]+\.)?"# + file.stem + #"\b"#)
    else { return true }
    return file.code.contains(declaration)
  }
}
