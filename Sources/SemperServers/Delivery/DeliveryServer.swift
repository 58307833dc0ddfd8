public import Logging
import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEngine
import SemperExchange
import SemperModel

/// A delivery agent as a process: takes letters for recipients who do not answer, signs that it has them, brings them, and
/// signs that it has handed them over.
public struct DeliveryServer: Sendable {
  public let options: ServerOptions

  public init(options: ServerOptions) { self.options = options }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .delivery, options: options, logger: logger, time: time, announce: announce)
    let description = Late<SignedStatement>()
    let office = Late<DeliveryOffice>()
    let records = home.home.archive.records
    try await options.withTransport { transport in
      try await runner.run(
        in: home, routes: DeliveryRoutes(office: office).routes + [RoleRoutes.description(description)],
        signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let made = DeliveryOffice(
          agent: DeliveryAgent(records: records, key: identity.key), transport: transport, time: time)
        office.set(made)
        let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
          try await runner.register(signed, transport: transport)
        }
        return PreparedRole(word: word, work: made.rounds)
      }
    }
  }
}
