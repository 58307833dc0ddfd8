import ArgumentParser
import SemperCertification
import SemperEngine
import SemperServers

/// `semper directory delegate HOME NAME …`: whose key speaks for an evaluator.
struct DirectoryDelegateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delegate", abstract: "Let an evaluator speak for its own folder, by its own keys.",
    discussion:
      "Also to give an evaluator other keys; what the old ones have signed then counts no more. Needs a submission by these keys."
  )

  @Argument(help: "The directory's home.")
  var home: String
  @Argument(help: "The evaluator's name in the directory.")
  var name: String
  @Argument(help: "The evaluator's submission.")
  var submission: String
  @Option(help: "A public key (PEM) of the evaluator. May be repeated.")
  var key: [String]
  @Option(help: "How many of them must sign.")
  var threshold = 1

  func run() async throws {
    let delegation = try ServicePath.delegation(to: name, keys: DirectoryFiles.keys(key), threshold: threshold)
    let changes = DirectoryChanges(
      delegations: [name: delegation], submissions: [try DirectoryFiles.submission(submission)])
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    DirectoryFiles.show(try await desk.publish(changes, at: SystemTime().now()))
  }
}
