public import Logging
import SemperArchiveSQLite
import SemperCoding
public import SemperCommunication
public import SemperCommunicationHTTP
import SemperCryptography
public import SemperEngine
public import SemperModel
import ServiceLifecycle
import UnixSignals

/// An issuer of credentials with its registry as a process. For each document to be granted it writes a file with the
/// grant, `grant-N.json`, into its home at its first start.
public struct RegistryServer: Sendable {
  public let home: String
  public let http: HTTPServerConfiguration
  /// Where others reach it, when that is not where it listens.
  public let publicAddress: Address?
  public let documents: [HumanText]

  public init(
    home: String, http: HTTPServerConfiguration, publicAddress: Address? = nil, documents: [HumanText]
  ) {
    self.home = home
    self.http = http
    self.publicAddress = publicAddress
    self.documents = documents
  }

  /// Serves until the process is asked to end (SIGTERM, SIGINT) or the task is cancelled.
  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (PartyLine) -> Void = PartyLine.write
  ) async throws {
    let home = try RoleHome(at: home)
    defer { try? home.close() }
    let book = Late<RegistryBook>()
    let server = try HTTPServer(
      "Semper registry", routes: RegistryRoutes(book: book).routes, configuration: http,
      checks: [HealthCheck("registry") { _ = try book.value }], logger: logger)
    let documents = documents
    let service = PartyService(server: server, publicAddress: publicAddress, announce: announce) { address, isReady in
      let made = RegistryBook(records: home.home.archive.records, key: try await home.signingKey(), time: time)
      for (number, document) in documents.enumerated() {
        try await Self.grant(document, as: "grant-\(number + 1).json", made, home, address)
      }
      book.set(made)
      isReady()
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
    try await group.run()
  }

  private static func grant(
    _ document: HumanText, as name: String, _ book: RegistryBook, _ home: RoleHome, _ address: Address
  ) async throws {
    guard (try? CredentialGrant.read("\(home.home.path)/\(name)")) == nil else { return }
    var generator = SystemRandomNumberGenerator()
    let grant = CredentialGrant(
      document: document, issuer: book.key.publicKey, address: address, token: Nonce(using: &generator))
    try await book.grant(document, token: grant.token)
    try home.write(grant.canonicalBytes, to: name)
  }
}
