import ArgumentParser
import Foundation
import SemperCoding
import SemperModel
import SemperTrustedUI

/// `semper exchange transfer`: one package to several recipients, between real processes.
struct ExchangeTransferCommand: AsyncParsableCommand, SpeakingCommand {
  static let inconsistent = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract:
      "Send one package to several recipients, each a process on this machine, and judge what each has and can show.",
    discussion: """
      Exits with 0 if nobody can show what is not so, and whoever has the package and whoever gave it can show that; with 1 \
      otherwise. To one recipient: semper exchange run information-transfer.
      """)

  @Option(help: "How many recipients there are: 2 to 16.")
  var recipients = 3
  @Option(help: "Bytes of the package.")
  var size = 100_000
  @Option(
    help: """
      What goes wrong: recipient-missing, recipient-refuses, recipient-silent, recipient-killed (with the last recipient), \
      sender-killed.
      """)
  var fail: RecipientCase?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is kept.")
  var dir: String?
  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  private var texts: Texts { CommandTexts.of(language) }

  func validate() throws {
    guard (2...16).contains(recipients), (1...(1 << 30)).contains(size) else {
      throw ValidationError(texts(ExchangeText.recipientsError))
    }
  }

  func run() async throws {
    let directory = try WorkingDirectory.make(dir, named: "semper-transfer")
    let result = try await RecipientRun(
      directory: directory, semper: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      count: recipients, size: size, fault: fail
    ).run()
    let trust = directory + "/authority/trust.json"
    if json {
      Output.json(
        .fields([
          "consistent": result.consistent.json, "evidence": result.evidence.json, "outcome": result.outcome.json,
          "recipients": .array(result.recipients.map(\.json)), "trust": trust.json,
        ]))
    } else {
      for recipient in result.recipients {
        Output.line("\(recipient.name): \(texts.text("recipients.outcome.\(recipient.outcome)"))")
      }
      Output.line(texts(result.consistent ? ExchangeText.recipientsConsistent : .recipientsInconsistent))
      result.evidence.map { "  semper verify \(ShellWord($0)) --trust \(ShellWord(trust))" }.forEach(Output.line)
    }
    if !result.consistent { throw Self.inconsistent }
  }
}
