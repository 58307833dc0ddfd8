import Foundation

/// The folder of ready-made services: one folder each, with `terms.yaml`.
struct ServiceShelf {
  static let usual = "services"
  let path: String

  var names: [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return folders.filter { FileManager.default.fileExists(atPath: file(of: $0)) }.sorted()
  }

  func file(of name: String) -> String { "\(path)/\(name)/terms.yaml" }
}
