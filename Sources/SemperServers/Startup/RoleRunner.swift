import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel
import ServiceLifecycle
import UnixSignals

/// Runs one role as a process: home, server, preparation, and an orderly end.
struct RoleRunner: Sendable {
  let role: RoleDescription.Role
  let options: ServerOptions
  let logger: Logger
  let time: any TimeSource
  let announce: @Sendable (ReadyLine) -> Void

  /// Serves until the process is asked to end (SIGTERM, SIGINT) or the task is cancelled. Throws when the home's archive
  /// takes nothing more; a new start takes up what is in it.
  func run(
    in home: RoleHome, routes: [Route], checks: [HealthCheck] = [], signals: Bool,
    prepare: @escaping @Sendable (Address) async throws -> PreparedRole
  ) async throws {
    let archive = home.home.archive
    let server = try HTTPServer(
      "Semper \(role.rawValue)", routes: routes, configuration: options.http,
      checks: [Self.archiveCheck(archive)] + checks, logger: logger)
    let service = RoleService(
      role: role, server: server, publicAddress: options.publicAddress, announce: announce, prepare: prepare)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: ArchiveWatch(archive: archive)),
          .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
    try await group.run()
  }

  /// The role's key and certificate; the certificate is fetched from the authority when there is none.
  func identity(in home: RoleHome, transport: any Transport) async throws -> RoleIdentity {
    let key = try await home.signingKey()
    let records = home.home.archive.records
    if let chain = try await RoleIdentity.stored(in: records) {
      return RoleIdentity(role: role, organisation: options.organisation, key: key, chain: chain)
    }
    guard let authority = options.authority, let file = options.tokenFile else {
      throw ServerError(
        .certificate,
        "the \(role.rawValue) has no certificate yet; give --authority URL and --token FILE at its first start")
    }
    let subject = try CertificateSubject(organisation: options.organisation.text, role: role.certified)
    let request = try CertificateRequest(subject, for: key)
    let client = AuthorityClient(transport: transport, address: authority)
    let chain = try await AuthorityClient.patiently(time) {
      try await client.certify(request, token: EnrolmentToken.read(from: file))
    }
    try await RoleIdentity.store(chain, in: records)
    return RoleIdentity(role: role, organisation: options.organisation, key: key, chain: chain)
  }

  /// Has the authority list the role; a role works without, so a failure is only told.
  func register(_ description: SignedStatement, transport: any Transport) async throws {
    guard let authority = options.authority else { return }
    do {
      let client = AuthorityClient(transport: transport, address: authority)
      try await AuthorityClient.patiently(time, attempts: 3) { try await client.register(description) }
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.warning("the authority did not list this role", metadata: ["error": "\(error)"])
    }
  }

  /// A check that the archive answers and takes what is written.
  private static func archiveCheck(_ archive: SQLiteArchive) -> HealthCheck {
    let records = archive.records
    return HealthCheck("archive") {
      try archive.requireOpen()
      _ = try await records.read { try $0.count(of: RecordTable("role_identity")) }
    }
  }

  /// Long-running work of a role that only answers.
  @Sendable static func idle() async throws { try await gracefulShutdown() }
}
