import ArgumentParser
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers

/// `semper directory submission HOME NAME …`: what an evaluator hands in.
struct DirectorySubmissionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submission",
    abstract: "Sign, as an evaluator, the list of one's statements that a directory distributes.",
    discussion: """
      All of them each time: what is left out is distributed no more. Hand the file to the directory's owner, who delegates to the
      key of this home (delegate) or publishes it.
      """)

  @Argument(help: "The evaluator's home.")
  var home: String
  @Argument(help: "The evaluator's name in the directory.")
  var name: String
  @Argument(help: "Signed evaluations, and the status list.")
  var statements: [String] = []
  @Option(help: "The number of this list, more than that of the one before.")
  var number: Int
  @Option(help: "For how long the list is good.")
  var lifetime = Span(seconds: 30 * 86_400)
  @Option(help: "The file that the submission is written to.")
  var output: String

  func validate() throws {
    guard number >= 1 else { throw ValidationError("lists are numbered from 1") }
  }

  func run() async throws {
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let submission = try await signer.submission(
      as: name, try read(), version: number,
      expires: SystemTime().now().advanced(by: lifetime))
    try DirectoryFiles.write(submission.canonicalBytes, to: output)
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private func read() throws -> [SignedStatement] { try statements.map(DirectoryFiles.statement) }
}
