import Foundation

/// What may not stand in any text of the project: paths of somebody's machine.
enum TextRule {
  private static let texts: Set<String> = [
    "swift", "md", "py", "sh", "json", "yml", "yaml", "html", "css", "svg", "txt", "h", "modulemap", "mustache",
  ]

  static func isText(_ path: String) -> Bool {
    guard !path.hasPrefix("Tests/Vectors/"), let name = path.split(separator: "/").last else { return false }
    guard let dot = name.lastIndex(of: ".") else { return true }
    return texts.contains(String(name[name.index(after: dot)...]))
  }

  static func findings(path: String, text: String) -> [Finding] {
    // Put together so that this file passes its own rule.
    let folders = ["work", "root", "Users"].map { "/\($0)/" }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      folders.compactMap { folder -> Finding? in
        guard let range = line.range(of: folder) else { return nil }
        if let before = line[..<range.lowerBound].last, before.isLetter || before.isNumber || ".-_)}\"".contains(before)
        {
          return nil
        }
        return Finding(path, line: number + 1, "names the folder \(folder) of a machine")
      }
    }
  }
}
