import ArgumentParser
import Logging
import SemperCoding
import SemperModel
import SemperServers
import SemperTrustedUI

/// `semper arbiter desk --home HOME`: pages at which a person judges.
struct ArbiterDeskCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk", abstract: "Serve pages at which a person judges disputes, for one browser.",
    discussion: """
      Prints a link that lets one browser in, once. The pages hold no key: they ask the running arbiter, as “semper arbiter disputes” \
      does. Off this machine a certificate for TLS is needed. Ends with Ctrl-C, or when the time is over.
      """)

  @OptionGroup var options: DeskOptions
  var language: Language { options.language }
  @OptionGroup var listening: ListenOptions
  @Option(name: .customLong("for"), help: "How long the pages are open.")
  var span = Span(seconds: 8 * 3_600)
  @Option(help: "How much is logged on standard error.")
  var logLevel = Logger.Level.warning.rawValue

  func validate() throws {
    guard span.seconds > 0 else { throw ValidationError("--for is at least PT1S") }
  }

  func run() async throws {
    // Nobody comes in to find that nobody is there.
    guard case .trust = try options.ask(.trust) else { throw options.unexpected }
    var logger = Logger(label: "semper.desk", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .warning
    let server = DeskServer(
      home: options.home, http: try listening.configuration, address: listening.address, open: span
    ) { dossier, trust, language in
      DossierPage(dossier: dossier, trust: trust, texts: CommandTexts.of(language)).html
    }
    let (texts, json, span) = (options.texts, options.json, span)
    try await server.run(logger: logger) { link in
      if json { return Output.json(.fields(["link": link.json])) }
      Output.line(texts(DeskText.deskLink, ["time": texts.duration(DeskServer.patience)]))
      Output.line(link)
      Output.line(texts(DeskText.deskEnd, ["time": texts.duration(span)]))
    }
  }
}
