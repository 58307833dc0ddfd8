public import Logging
import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEngine
public import SemperExchange
import SemperModel
import SemperStatements

/// The arbiter as a process.
public struct ArbiterServer: Sendable {
  private static let epoch = 0
  public let options: ServerOptions
  public let policy: ArbiterPolicy

  public init(options: ServerOptions, policy: ArbiterPolicy) {
    self.options = options
    self.policy = policy
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .arbiter, options: options, logger: logger, time: time, announce: announce)
    let archive = home.home.archive
    let arbiter = Arbiter(
      records: archive.records, signingKey: try await home.signingKey(),
      sealingKey: try await home.sealingKey(named: "arbiter-sealing-\(Self.epoch)"), epoch: Self.epoch, policy: policy,
      data: SealedDataFiles(home.home.blobs))
    let description = Late<SignedStatement>()
    try await HTTPClientTransport.scoped(trustRoots: options.transportRoots) { transport in
      try await runner.run(
        routes: ArbiterRoutes(arbiter, description: description, time: time).routes,
        checks: [RoleRunner.archiveCheck(archive)], signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let signed = try identity.description(
          at: address, now: await time.now(), arbiter: (arbiter.terms, arbiter.policy))
        description.set(signed)
        try await runner.register(signed, transport: transport)
        return RoleRunner.idle
      }
    }
  }
}
