import ArgumentParser
import SemperCommunication
import SemperModel
import SemperServers
import SemperTrustedUI

/// `semper carrier key --home HOME --organisation NAME --authority URL --token FILE`.
struct CarrierKeyCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Show by what name and key a carrier is known; has them certified at the first time.")

  @OptionGroup var options: CarrierOptions
  var language: Language { options.language }
  @Option(help: "The carrier's name, as dispatch notes are to name it.")
  var organisation: String?
  @Option(help: "Where the authority answers; needed until the carrier has its certificate.")
  var authority: Address?
  @Option(help: "The file with the token that the authority made (serve authority --enrol carrier).")
  var token: String?

  func validate() throws {
    guard (organisation == nil) == (authority == nil), (authority == nil) == (token == nil) else {
      throw ValidationError("give --organisation, --authority and --token together, or none of them")
    }
  }

  func run() async throws {
    let desk = try CarrierDesk(at: options.home)
    defer { try? desk.close() }
    let identity =
      if let organisation, let authority, let token {
        try await desk.enrol(as: TypedWords.text(organisation), at: authority, token: token)
      } else { try await desk.identity() }
    if options.json { return Output.json(identity.json) }
    Output.line(
      options.texts(
        CarrierText.carrierKey, ["carrier": HumanText.line(identity.organisation), "key": "\(identity.key)"]))
  }
}
