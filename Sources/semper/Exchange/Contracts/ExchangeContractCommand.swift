import ArgumentParser
import Foundation
import SemperCoding
import SemperModel
import SemperTrustedUI

/// `semper exchange contract`: a contract that several sign, between real processes.
struct ExchangeContractCommand: AsyncParsableCommand, SpeakingCommand {
  static let inconsistent = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "contract",
    abstract: "Have several parties sign one contract, each a process on this machine, and judge it.",
    discussion: "Exits with 0 if it binds everybody or nobody, as the judge sees it, and with 1 otherwise.")

  @Option(help: "How many sign, the coordinator too: 3 to 12.")
  var signers = 3
  @Option(help: "What they sign, in words.")
  var text = "We all agree to this."
  @Option(
    help: """
      What goes wrong: party-vanishes (before it commits), party-killed (after it), coordinator-vanishes (before all have committed), \
      coordinator-killed (after it).
      """)
  var fail: ContractCase?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is kept.")
  var dir: String?
  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  private var texts: Texts { CommandTexts.of(language) }

  func validate() throws {
    guard (3...12).contains(signers), (try? HumanText(text)) != nil else {
      throw ValidationError(texts(ExchangeText.contractErrorSigners))
    }
  }

  func run() async throws {
    let directory = try WorkingDirectory.make(dir, named: "semper-contract")
    if !json { Output.line(texts(ExchangeText.contractGuarantee)) }
    let result = try await ContractRun(
      directory: directory, semper: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      signers: signers, text: try HumanText(text), fault: fail
    ).run()
    let trust = directory + "/authority/trust.json"
    if json {
      Output.json(
        .fields([
          "consistent": result.consistent.json,
          "ends": .object(JSONObject(result.ends.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
          "evidence": result.evidence.json, "guarantee": CommandTexts.of(.english)(ExchangeText.contractGuarantee).json,
          "outcome": result.outcome.json, "trust": trust.json,
        ]))
    } else {
      Output.line(texts.text("contract.outcome.\(result.outcome)"))
      Output.line(texts(result.consistent ? ExchangeText.contractConsistent : .contractInconsistent))
      result.evidence.map { "  semper verify \(ShellWord($0)) --trust \(ShellWord(trust))" }.forEach(Output.line)
    }
    if !result.consistent { throw Self.inconsistent }
  }
}
