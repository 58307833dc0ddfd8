import ArgumentParser
import SemperCoding
import SemperTerms
import SemperTermsYAML
import SemperTrustedUI

/// `semper service explain FILE`.
struct ServiceExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say in plain language what terms mean for whoever takes part.")

  @OptionGroup var options: ServiceOptions
  @Option(help: "The language: en, de or el; by default that of LC_ALL, LC_MESSAGES or LANG.")
  var lang = LanguageOptions.usual

  func run() throws {
    let file = try options.read()
    do { try TermsExplanation(file.authored.json, in: lang).lines.forEach(Output.line) } catch {
      throw ServiceComplaint.ended(error, in: file)
    }
  }
}

/// Terms that are not sound enough to be shown or tried out.
enum ServiceComplaint {
  static func ended(_ error: CodingError, in file: ServiceFile) -> ExitCode {
    Output.complaint("\(file.fault(error))")
    Output.complaint("    semper service check \(file.path) tells of all that is wrong.")
    return ServiceCheckCommand.hasErrors
  }
}
