import ArgumentParser
import SemperServers

/// `semper exchange party`: one party of one exchange as a process, on a home of its own.
struct ExchangePartyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party", abstract: "Be one party of one exchange until told to stop.",
    discussion: """
      One line of JSON on standard output tells where it answers, another how its exchange has ended for it. Started again \
      on the same home it goes on where it stopped.
      """)

  @OptionGroup var common: CommonServeOptions
  @Option(help: "The file with what the party gives and expects, its arbiter and its banks.")
  var agreement: String
  @Option(help: "The trust list by which arbiter and banks are judged.")
  var trust: String

  func run() async throws {
    let server = try common.options(organisation: "Party", trust: trust)
    let options = PartyOptions(
      home: server.home, http: server.http, publicAddress: server.publicAddress, trustFile: trust,
      agreementFile: agreement, transportRoots: server.transportRoots)
    try await PartyServer(options: options).run(logger: common.logger)
  }
}
