import ArgumentParser
import SemperCertification
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers

/// `semper directory rotate HOME …`: the draft of a directory's next root.
struct DirectoryRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Draft the next root, with new keys or for longer.",
    discussion: """
      Enough of the old holders and enough of the new ones sign the draft; then publish it with --root. After a theft of the keys
      of timestamp or snapshot renew both, so that clients forget what the thief has signed.
      """)

  @Argument(help: "The directory's home.")
  var home: String
  @Option(
    help: "The public key (PEM) of a holder from now on; all of them, or none to keep those there are. May be repeated."
  )
  var rootKey: [String] = []
  @Option(help: "How many of these holders must sign a root.")
  var threshold: Int?
  @Option(help: "A role that gets a new key: targets, snapshot or timestamp. May be repeated.")
  var renew: [TopRole] = []
  @Option(help: "For how long the root is good.")
  var lifetime = Span(seconds: 365 * 86_400)
  @Option(help: "The file that the draft is written to.")
  var output: String

  func validate() throws {
    guard rootKey.isEmpty == (threshold == nil) else {
      throw ValidationError("give --root-key and --threshold together")
    }
    guard !renew.contains(.root) else { throw ValidationError("the root's holders make their keys themselves") }
  }

  func run() async throws {
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    let draft = try await desk.draftNext(
      root: try holders(), renewing: Set(renew), expires: SystemTime().now().advanced(by: lifetime))
    try DirectoryFiles.write(draft.bytes, to: output)
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private func holders() throws -> (keys: [PublicKey], threshold: Int)? {
    try threshold.map { (keys: try DirectoryFiles.keys(rootKey), threshold: $0) }
  }
}
