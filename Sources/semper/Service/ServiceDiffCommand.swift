import ArgumentParser
import SemperCoding
import SemperTerms

/// `semper service diff BEFORE AFTER`.
struct ServiceDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what a new version of terms changes for those who deal under it.",
    discussion: "Exits with 1 if something is worse for the buyer.")

  @Argument(help: "The version before.")
  var before: String
  @Argument(help: "The new version.")
  var after: String
  @Option(help: "The folder of ready-made services, for those that are extended by name.")
  var services = ServiceShelf.usual
  @Flag(help: "Print one JSON array on standard output.")
  var json = false

  func run() throws {
    let (old, new) = (try ServiceOptions.read(before, services), try ServiceOptions.read(after, services))
    let changes: [TermsChange]
    do { changes = try TermsChecker.changes(from: old.authored.json, to: new.authored.json) } catch {
      throw ServiceComplaint.ended(error, in: new)
    }
    if json {
      Output.json(.array(changes.map(\.json)))
    } else {
      if changes.isEmpty { Output.line("Nothing changes for those who deal under these terms.") }
      for change in changes {
        Output.line(
          "\(new.place(of: change.place)): \(change.isWorseForBuyer ? "worse for the buyer: " : "")\(change.words)")
      }
    }
    if changes.contains(where: \.isWorseForBuyer) { throw ServiceCheckCommand.hasErrors }
  }
}
