/// What `Package.swift` declares, read from its text: targets in order, what each may import, and package versions.
struct Manifest {
  struct Target: Equatable {
    let name: String
    let uses: Set<String>
  }

  let targets: [Target]
  /// The lowest version that each package may resolve to.
  let versions: [String: String]

  init(_ text: String) {
    var lists = [String: Set<String>]()
    for match in text.matches(of: /(?m)^let (\w+): (?:\[Target\.Dependency\]|Target\.Dependency) =/) {
      lists[String(match.1)] = Self.names(in: Self.expression(after: match.range.upperBound, in: text), lists)
    }
    var targets = [Target]()
    let declaration = /(?:[\s\[,](?:library|tests)|\.executableTarget|\.testTarget|\.target)\(\s*(?:name:\s*)?"(\w+)"/
    for match in text.matches(of: declaration) {
      let rest = String(Self.arguments(after: match.range.upperBound, in: text))
      var uses = Set<String>()
      if let label = rest.firstMatch(of: /(?:uses|dependencies):/) {
        uses = Self.names(in: Self.expression(after: label.range.upperBound, in: rest), lists)
      }
      targets.append(Target(name: String(match.1), uses: uses))
    }
    self.targets = targets
    var versions = [String: String]()
    for match in text.matches(of: /\/([\w.-]+?)(?:\.git)?",\s*from:\s*"([\d.]+)"/) {
      versions[String(match.1)] = String(match.2)
    }
    self.versions = versions
  }

  func target(_ name: String) -> Target? { targets.first { $0.name == name } }

  /// Up to the parenthesis that closes the declaration.
  private static func arguments(after start: String.Index, in text: String) -> Substring {
    cut(text[start...]) { character, depth in depth < 0 }
  }

  /// Up to the comma, new declaration or parenthesis that ends an expression.
  private static func expression(after start: String.Index, in text: String) -> Substring {
    var last: Character = "="
    return cut(text[start...]) { character, depth in
      defer { if !character.isWhitespace { last = character } }
      return depth < 0 || (depth == 0 && character == ",")
        || (depth == 0 && character == "\n" && last != "=" && last != "+" && last != ":")
    }
  }

  private static func cut(_ text: Substring, where ends: (Character, Int) -> Bool) -> Substring {
    var depth = 0
    for index in text.indices {
      if "([".contains(text[index]) { depth += 1 }
      if ")]".contains(text[index]) { depth -= 1 }
      if ends(text[index], depth) { return text[..<index] }
    }
    return text
  }

  /// Products by their name, own targets by theirs, and lists by what they hold.
  private static func names(in expression: Substring, _ lists: [String: Set<String>]) -> Set<String> {
    var names = Set<String>()
    var rest = String(expression)
    for product in expression.matches(of: /\.product\(\s*name:\s*"(\w+)",\s*package:\s*"[\w.-]+"\s*\)/) {
      names.insert(String(product.1))
      rest = rest.replacing(product.0, with: "")
    }
    for name in rest.matches(of: /"(\w+)"/) { names.insert(String(name.1)) }
    for identifier in rest.replacing(/"\w+"/, with: "").matches(of: /\b[a-z]\w*\b/) {
      names.formUnion(lists[String(identifier.0)] ?? [])
    }
    return names
  }
}
