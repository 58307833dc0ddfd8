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

/// An issuer of credentials with its registry as a process. For each document and each certificate to be granted, in this
/// order, it writes a file with the grant, `grant-N.json`, into its home at its first start; and `root.pem`, under which its
/// certificates stand.
public struct RegistryServer: Sendable {
  public let home: String
  public let http: HTTPServerConfiguration
  /// Where others reach it, when that is not where it listens.
  public let publicAddress: Address?
  public let organisation: HumanText
  public let documents: [HumanText]
  public let holders: [CertificateHolder]
  /// How long a certificate counts from when it is granted.
  private static let lifetime = Span(seconds: 365 * 86_400)

  public init(
    home: String, http: HTTPServerConfiguration, publicAddress: Address? = nil, organisation: HumanText,
    documents: [HumanText], holders: [CertificateHolder] = []
  ) {
    self.home = home
    self.http = http
    self.publicAddress = publicAddress
    self.organisation = organisation
    self.documents = documents
    self.holders = holders
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
    let (organisation, documents, holders) = (organisation, documents, holders)
    let service = PartyService(server: server, publicAddress: publicAddress, announce: announce) { address, isReady in
      let made = try await RegistryBook(
        records: home.home.archive.records, key: try await home.signingKey(), organisation: organisation, time: time)
      try home.write(PEM.certificate(made.rootCertificate), to: "root.pem")
      let now = await time.now()
      let credentials =
        documents.map(GrantedCredential.document)
        + (try holders.map { .certificate(try $0.content(from: now.forClocksBehind, for: Self.lifetime)) })
      for (number, credential) in credentials.enumerated() {
        try await Self.grant(credential, as: "grant-\(number + 1).json", made, home, address)
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
    _ credential: GrantedCredential, as name: String, _ book: RegistryBook, _ home: RoleHome, _ address: Address
  ) async throws {
    guard (try? CredentialGrant.read("\(home.home.path)/\(name)")) == nil else { return }
    var generator = SystemRandomNumberGenerator()
    let grant = CredentialGrant(
      credential: credential, issuer: book.issuer, address: address, token: Nonce(using: &generator))
    try await book.grant(credential, token: grant.token)
    try home.write(grant.canonicalBytes, to: name)
  }
}
