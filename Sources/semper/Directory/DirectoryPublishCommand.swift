import ArgumentParser
import SemperCertification
import SemperEngine
import SemperServers

/// `semper directory publish HOME …`: the next edition.
struct DirectoryPublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publish the next edition: a new root, files of evaluators, or what there is once more.")

  @Argument(help: "The directory's home.")
  var home: String
  @Argument(help: "Submissions of evaluators.")
  var submissions: [String] = []
  @Option(help: "A signed root; the first one founds the directory.")
  var root: String?
  @Option(help: "An evaluator to whom nothing is delegated any more. May be repeated.")
  var end: [String] = []

  func run() async throws {
    let (changes, now) = (try read(), SystemTime().now())
    // What evaluators hand in may come while the directory is served.
    if root == nil, end.isEmpty, !submissions.isEmpty {
      let order = DirectoryOrder(submissions: changes.submissions)
      return Output.json(try await DirectoryDesk.carryOut(order, at: home, now: now).edition.json)
    }
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    DirectoryFiles.show(try await desk.publish(changes, at: now))
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private func read() throws -> DirectoryChanges {
    var changes = DirectoryChanges(submissions: try submissions.map(DirectoryFiles.submission))
    changes.root = try root.map { try SignedMetadata(reading: DirectoryFiles.read($0)) }
    for name in end { changes.delegations[name] = .some(nil) }
    return changes
  }
}
