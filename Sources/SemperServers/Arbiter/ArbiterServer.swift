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
  public let options: ServerOptions
  public let arbiter: ArbiterOptions

  public init(options: ServerOptions, arbiter: ArbiterOptions) {
    self.options = options
    self.arbiter = arbiter
  }

  public init(options: ServerOptions, policy: ArbiterPolicy) {
    self.init(options: options, arbiter: ArbiterOptions(policy: policy))
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    let trust = try options.trustFile.map(TrustFile.read)
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .arbiter, options: options, logger: logger, time: time, announce: announce)
    let outside = try arbiter.checkpointFile.map(CheckpointFile.init)
    defer { outside?.close() }
    let archive = home.home.archive
    let registered = RegisteredParties()
    let instance = Arbiter(
      records: archive.records, keys: archive.keys, signingKey: try await home.signingKey(), limits: arbiter.limits,
      registered: registered, data: SealedDataFiles(home.home.blobs), memory: outside)
    try await instance.start(
      policy: arbiter.policy, at: await time.now(),
      awaitsWitness: arbiter.checkpointFile == nil && !arbiter.witnesses.isEmpty)
    if !instance.standing.decides { ArbiterOffice.tell(instance.standing, logger) }
    let desk = try await desk(home, trust, instance)
    let description = Late<SignedStatement>()
    let word = Late<RoleWord>()
    try await options.withTransport { transport in
      try await runner.run(
        in: home,
        routes: ArbiterRoutes(instance, options: arbiter, description: description, time: time).routes
          + ArbiterDataRoutes(instance, blobs: home.home.blobs, time: time).routes
          + ArbiterEpochRoutes(arbiter: instance, word: word, time: time).routes
          + (desk.map { DisputeRoutes(desk: $0, time: time).routes } ?? []),
        checks: [HealthCheck("deciding") { guard instance.standing.decides else { throw NotDeciding() } }],
        signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let given = RoleWord(
          identity: identity, address: address, shown: description, time: time, arbiter: instance
        ) { signed in try await runner.register(signed, transport: transport) }
        word.set(given)
        let office = ArbiterOffice(
          arbiter: instance, policy: arbiter.policy, word: given, runner: runner, transport: transport,
          registered: registered, trust: trust)
        let disputes = desk.map { DisputeOffice(desk: $0, transport: transport, time: time, logger: logger) }
        let socket = desk.flatMap { desk in
          QuestionSocket<DeskQuestion>(home: options.home) { try await $0.answer(at: desk, now: time.now()) }
        }
        return PreparedRole(word: given) {
          defer { socket?.close() }
          try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await office.run() }
            if let disputes { group.addTask { try await disputes.run() } }
            try await group.next()
            group.cancelAll()
          }
        }
      }
    }
  }

  /// Without a trust list nobody's evidence could be judged, and no disputes are heard.
  private func desk(_ home: RoleHome, _ trust: TrustList?, _ instance: Arbiter) async throws -> DisputeDesk? {
    guard let trust else { return nil }
    return DisputeDesk(
      records: home.home.archive.records, key: try await home.signingKey(), trust: trust, times: arbiter.disputes
    ) { instance.standing.decides }
  }

  private struct NotDeciding: Error {}
}
