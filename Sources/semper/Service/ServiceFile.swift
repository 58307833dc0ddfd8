import ArgumentParser
import Foundation
import SemperCoding
import SemperTerms
import SemperTermsYAML

/// A file of terms as its author wrote it, with the place of each value in it.
struct ServiceFile {
  let path: String
  let yaml: YAMLDocument
  /// With parameters filled in and the extended service underneath.
  let authored: AuthoredTerms

  /// Terms that cannot be read as such.
  static let unreadable = ExitCode(2)

  /// - Parameter services: the folder of ready-made services, for those that are extended by name.
  init(_ path: String, services: String) throws {
    self.path = path
    let yaml = try Self.document(path)
    self.yaml = yaml
    let folder = (path as NSString).deletingLastPathComponent
    do {
      authored = try AuthoredTerms(yaml.json) { name in
        let beside = folder.isEmpty ? name : folder + "/" + name
        let shelf = "\(services)/\(name)/terms.yaml"
        guard let found = [beside, shelf].first(where: Self.isFile) else {
          throw CodingError(
            .missing, "there is no service “\(name)”: neither the file \(beside) nor \(shelf) exists", at: ["extends"])
        }
        return try Self.document(found).json
      }
    } catch let error as CodingError {
      throw ServiceFault(path, yaml.mark(of: error.place), "\(error.message)")
    }
  }

  /// What was refused of the terms, at the place where its author has to correct something.
  func fault(_ error: CodingError) -> ServiceFault {
    let error = authored.located(error)
    return ServiceFault(path, yaml.mark(of: error.place), error.message)
  }

  /// `FILE:LINE:COLUMN`, as editors understand it.
  func place(of place: [String]) -> String { Self.place(path, yaml.mark(of: place)) }

  static func place(_ path: String, _ mark: YAMLDocument.Mark?) -> String {
    mark.map { "\(path):\($0.line):\($0.column)" } ?? path
  }

  /// - Parameter advice: what to do where there is no such file.
  static func document(
    _ path: String, otherwise advice: String = "name a file of terms, or make one with semper service new"
  ) throws -> YAMLDocument {
    guard isFile(path), let data = FileManager.default.contents(atPath: path) else {
      throw ServiceFault(path, nil, "this file cannot be read; \(advice)")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ServiceFault(path, nil, "this is no text in UTF-8")
    }
    do { return try YAMLDocument(text) } catch { throw ServiceFault(path, error.mark, error.message) }
  }

  private static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
