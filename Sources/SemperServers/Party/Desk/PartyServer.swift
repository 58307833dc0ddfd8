import Foundation
public import Logging
import SemperArchiveSQLite
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
public import SemperEngine
import SemperExchange
import SemperModel
import ServiceLifecycle
import UnixSignals

/// A party of one exchange or transfer as a process. It answers its peer, runs it to its end, writes its evidence into its
/// home, and stays there for the peer until it is stopped. Started again on the same home it goes on where it stopped.
public struct PartyServer: Sendable {
  public let options: PartyOptions
  private let hooks: PartyHooks

  public init(options: PartyOptions) {
    self.init(options: options, hooks: PartyHooks())
  }

  package init(options: PartyOptions, hooks: PartyHooks) {
    self.options = options
    self.hooks = hooks
  }

  /// Serves until the process is asked to end (SIGTERM, SIGINT) or the task is cancelled.
  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (PartyLine) -> Void = PartyLine.write
  ) async throws {
    let agreement = try PartyAgreement.read(options.agreementFile)
    let trust = try TrustFile.read(options.trustFile)
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let desk = Late<PartyDesk>()
    let server = try HTTPServer(
      "Semper party", routes: PartyRoutes(desk: desk).routes, configuration: options.http,
      checks: [HealthCheck("party") { _ = try desk.value }], logger: logger)
    let hooks = hooks
    try await HTTPClientTransport.scoped(trustRoots: options.transportRoots) { transport in
      let service = PartyService(server: server, publicAddress: options.publicAddress, announce: announce) {
        address, isReady in
        let counterparts = try await PartyCounterparts.find(
          agreement, trust: trust, records: home.home.archive.records, transport: transport, time: time)
        let made = try PartyDesk(
          agreement, at: address, home: home.home, counterparts: counterparts, transport: transport, time: time,
          logger: logger, hooks: hooks, announce: announce)
        try await made.start()
        desk.set(made)
        isReady()
        try await Self.work(made, agreement, announce)
      }
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [
            .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
          ], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
      try await group.run()
    }
  }

  private static func work(
    _ desk: PartyDesk, _ agreement: PartyAgreement, _ announce: @Sendable (PartyLine) -> Void
  ) async throws {
    if agreement.isTransfer {
      do {
        let end =
          if let peer = agreement.peer { try await desk.send(to: [peer] + agreement.alsoTo) } else {
            try await desk.takeTransfer()
          }
        return announce(.transferred(end))
      } catch let refusal as Refusal {
        return announce(.notAgreed(refusal))
      }
    }
    if let wish = agreement.contract, !wish.peers.isEmpty {
      do {
        return announce(.signed(try await desk.coordinate(wish)))
      } catch let refusal as Refusal {
        return announce(.notAgreed(refusal))
      }
    }
    if let peer = agreement.peer, await desk.open == nil {
      do {
        try await desk.propose(to: peer)
      } catch let refusal as Refusal {
        return announce(.notAgreed(refusal))
      }
    }
    do {
      guard let line = try await desk.run() else { return }
      announce(line)
      // Where our own part does not count, nobody is bound.
      guard agreement.contract != nil, case .ended(.completed, _, _, _) = line else { return }
      if let end = try await desk.contractEnd() { announce(.signed(end)) }
    } catch is CancellationError {
      // Whoever is stopped in the middle can show what there is so far.
      if let opened = await desk.open {
        // In a task of its own, since this one is cancelled.
        _ = try await Task { try await desk.keepEvidence(of: opened) }.value
      }
      throw CancellationError()
    }
  }
}
