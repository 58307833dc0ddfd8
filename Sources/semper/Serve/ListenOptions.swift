import ArgumentParser
import Foundation
import SemperCommunication
import SemperCommunicationHTTP

/// Where a server listens, and how it is reached.
struct ListenOptions: ParsableArguments {
  @Option(help: "The name or address to listen on.")
  var host = "127.0.0.1"
  @Option(help: "The port to listen on; 0 for any free one.")
  var port = 0
  @Option(help: "Where others reach it, when that is not where it listens.")
  var address: Address?
  @Option(help: "Certificate chain for TLS (PEM).")
  var tlsCertificate: String?
  @Option(help: "Private key for TLS (PEM).")
  var tlsKey: String?

  var configuration: HTTPServerConfiguration {
    get throws { HTTPServerConfiguration(host: host, port: port, tls: try tls) }
  }

  private var tls: TLSIdentity? {
    get throws {
      switch (tlsCertificate, tlsKey) {
      case (nil, nil): nil
      case (let certificate?, let key?):
        try TLSIdentity(certificateChain: Self.read(certificate), privateKey: Self.read(key))
      case (nil, _), (_, nil): throw ValidationError("give --tls-certificate and --tls-key together")
      }
    }
  }

  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    return Array(data)
  }
}
