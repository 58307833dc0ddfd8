import ArgumentParser
import SemperCertification
import SemperEngine
import SemperModel
import SemperServers

/// `semper directory init HOME …`: the draft of a directory's first root.
struct DirectoryInitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a directory's home, and draft its first root for the holders to sign.",
    discussion:
      "Have the draft signed (semper directory sign), then publish it with --root. Its signed form is what customers begin with."
  )

  @Argument(help: "The directory's home; made at the first start.")
  var home: String
  @Option(help: "The public key (PEM) of a holder of a root key. May be repeated.")
  var rootKey: [String]
  @Option(help: "How many of them must sign a root.")
  var threshold: Int
  @Option(help: "For how long the root is good.")
  var lifetime = Span(seconds: 365 * 86_400)
  @Option(help: "The file that the draft is written to.")
  var output: String

  func run() async throws {
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    let draft = try await desk.draft(
      root: DirectoryFiles.keys(rootKey), threshold: threshold,
      expires: SystemTime().now().advanced(by: lifetime))
    try DirectoryFiles.write(draft.bytes, to: output)
  }
}
