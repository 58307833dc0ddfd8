import ArgumentParser
import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperServers

/// What every role is started with.
struct CommonServeOptions: ParsableArguments {
  @Option(help: "The directory of the role's home; made at the first start.")
  var home: String
  @OptionGroup var listening: ListenOptions
  @Option(help: "The name of the organisation that runs the role.")
  var organisation: String?
  @Option(help: "Certificates (PEM) that TLS to other roles trusts in place of the system's.")
  var tlsRoots: String?
  @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel = Logger.Level.notice.rawValue

  var logger: Logger {
    var logger = Logger(label: "semper", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice
    return logger
  }

  func options(
    organisation other: String, authority: Address? = nil, trust: String? = nil, token: String? = nil
  ) throws -> ServerOptions {
    ServerOptions(
      home: home, http: try listening.configuration, publicAddress: listening.address,
      organisation: try HumanText(organisation ?? other), authority: authority, trustFile: trust, tokenFile: token,
      transportRoots: try tlsRoots.map(ListenOptions.read))
  }
}
