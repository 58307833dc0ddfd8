import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperTrustedUI

/// `semper arbiter status ADDRESS`: exits 0 only if the arbiter decides.
struct ArbiterStatusCommand: AsyncParsableCommand, SpeakingCommand {
  static let doesNotDecide = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Whether it decides, its epochs, how many exchanges stand where, its log.",
    discussion: """
      Exits 0 when the arbiter decides and 1 when it only repeats old decisions, or when what it says is not what it signs. \
      Its log and its epochs are held against what it signs; the other figures are its word.
      """)

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @OptionGroup var options: ArbiterTrustOptions
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  var language: Language { options.speech.language }

  func run() async throws {
    let (role, status) = try await arbiter.withClient { client in
      let role = try await options.identity(over: client)
      return (role, try await client.status(of: role))
    }
    if json {
      Output.json(status.json)
    } else {
      let name = options.name(role.organisation.text, isAnchored: options.isAnchored)
      ([name] + ArbiterStatusText(texts: options.texts).lines(status)).forEach(Output.line)
    }
    if !status.standing.decides { throw Self.doesNotDecide }
  }
}
