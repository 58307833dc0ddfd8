import Foundation
import SemperCoding

/// The reports of finished explorations, a file for each, so that a run that was interrupted goes on where it was. Who names the
/// folder sees to it that all in it are of one executable.
package struct ReportShelf: Sendable {
  private let folder: URL

  package init(folder path: String) throws {
    folder = URL(filePath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ task: AgendaTask) -> URL { folder.appending(path: task.title + ".json") }

  /// `nil` for what has not been finished, and for what cannot be read: it is searched again.
  package func report(on task: AgendaTask) -> ExplorationReport? {
    guard let bytes = try? Data(contentsOf: file(task)) else { return nil }
    return try? ExplorationReport(canonicalBytes: Array(bytes))
  }

  package func keep(_ report: ExplorationReport, on task: AgendaTask) throws {
    try Data(report.canonicalBytes).write(to: file(task), options: .atomic)
  }
}
