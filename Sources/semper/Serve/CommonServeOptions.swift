import ArgumentParser
import Foundation
import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperServers

/// What every role is started with.
struct CommonServeOptions: ParsableArguments {
  @Option(help: "The directory of the role's home; made at the first start.")
  var home: String
  @Option(help: "The name or address to listen on.")
  var host = "127.0.0.1"
  @Option(help: "The port to listen on; 0 for any free one.")
  var port = 0
  @Option(help: "Where others reach the role, when that is not where it listens.")
  var address: Address?
  @Option(help: "The name of the organisation that runs the role.")
  var organisation: String?
  @Option(help: "Certificate chain for TLS (PEM).")
  var tlsCertificate: String?
  @Option(help: "Private key for TLS (PEM).")
  var tlsKey: String?
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
      home: home, http: HTTPServerConfiguration(host: host, port: port, tls: try tls), publicAddress: address,
      organisation: try HumanText(organisation ?? other), authority: authority, trustFile: trust, tokenFile: token,
      transportRoots: try tlsRoots.map(read))
  }

  private var tls: TLSIdentity? {
    get throws {
      switch (tlsCertificate, tlsKey) {
      case (nil, nil): nil
      case (let certificate?, let key?): try TLSIdentity(certificateChain: read(certificate), privateKey: read(key))
      case (nil, _), (_, nil): throw ValidationError("give --tls-certificate and --tls-key together")
      }
    }
  }

  private func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    return Array(data)
  }
}
