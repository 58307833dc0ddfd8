import ArgumentParser
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers

/// `semper service status …`: an evaluator's next status list.
struct ServiceStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Sign, as an evaluator, the next list of what you have withdrawn.",
    discussion: """
      Without a recent list none of your evaluations counts. Keep the last one: the next has a higher number and all that it has
      withdrawn.
      """)

  @Option(help: "The evaluator's home; made at the first start.")
  var home: String
  @Option(help: "The list before, unless this is the first.")
  var after: String?
  @Option(help: "An evaluation that you withdraw, by its digest. May be repeated.")
  var withdraw: [Digest] = []
  @Option(help: "Why: overlooked, broken, superseded, key-stolen or other.")
  var reason = Withdrawal.Reason.other
  @Option(help: "By when the next list comes.")
  var lifetime = Span(seconds: 14 * 86_400)
  @Option(help: "The file that the list is written to.")
  var output: String

  func run() async throws {
    let now = SystemTime().now()
    let previous = try after.map(DirectoryFiles.statement)
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let status = try await signer.status(
      after: previous, withdrawing: withdraw.map { Withdrawal(of: $0, reason: reason, since: now) }, at: now,
      for: lifetime)
    try DirectoryFiles.write(status.canonicalBytes, to: output)
    Output.line("\(status.digest)")
  }
}
