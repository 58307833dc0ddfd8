import Foundation

/// The checkout that these tests were compiled from.
enum Repository {
  static let root: URL = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder
  }()

  /// Paths from the root of every file that belongs to the project.
  static let paths: [String] = {
    let passed: Set<String> = [".git", ".swiftpm", "__pycache__", ".demo", "content", "Package.resolved"]
    var found = [String]()
    func walk(_ folder: String) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder)) ?? []
      for name in names.sorted() where !passed.contains(name) && !name.hasPrefix(".build") && !name.hasPrefix(".venv") {
        let path = folder.isEmpty ? name : folder + "/" + name
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: root.path + "/" + path, isDirectory: &isFolder)
        if isFolder.boolValue { walk(path) } else { found.append(path) }
      }
    }
    walk("")
    return found
  }()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static let swift: [SourceFile] = paths.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Tests/Vectors") }
    .compactMap { path in (try? text(path)).map { SourceFile(path: path, text: $0) } }

  /// The decision records.
  static var decisions: [String] {
    get throws { try paths.filter { $0.hasPrefix("docs/decisions/") && $0.hasSuffix(".md") }.map(text) }
  }

  /// The code that ships, faults included.
  static var sources: [SourceFile] {
    swift.filter { $0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Faults/") }
  }
  static var tests: [SourceFile] { swift.filter { $0.path.hasPrefix("Tests/") } }
}
