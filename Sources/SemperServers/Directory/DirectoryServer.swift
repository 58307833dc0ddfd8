import Foundation
public import Logging
import SemperArchiveSQLite
public import SemperCertification
import SemperCoding
public import SemperCommunication
public import SemperCommunicationHTTP
public import SemperEngine
import SemperModel
import ServiceLifecycle
import UnixSignals

/// A directory of services as a process: serves the edition that its owner has published, and says several times in the life of
/// a timestamp that it is still the newest.
public struct DirectoryServer: Sendable {
  public let home: String
  public let http: HTTPServerConfiguration
  public let lifetimes: DirectoryLifetimes
  /// A timestamp is renewed so often in its life.
  private static let renewals: Int64 = 4

  public init(home: String, http: HTTPServerConfiguration, lifetimes: DirectoryLifetimes = DirectoryLifetimes()) {
    self.home = home
    self.http = http
    self.lifetimes = lifetimes
  }

  /// Serves until the process is asked to end (SIGTERM, SIGINT) or the task is cancelled.
  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (Address) -> Void = Self.write
  ) async throws {
    let home = try RoleHome(at: home)
    defer { try? home.close() }
    let desk = DirectoryDesk(home, lifetimes: lifetimes)
    // Without one there is nothing to serve.
    _ = try await desk.edition()
    let server = try HTTPServer(
      "Semper directory", routes: DirectoryRoutes.make(ServiceRepository(records: home.home.archive.records)),
      configuration: http, logger: logger)
    let pause = Span(seconds: max(lifetimes.timestamp.seconds / Self.renewals, 1))
    let keeper = DirectoryKeeper(
      desk: desk, server: server, time: time, pause: pause, logger: logger, announce: announce)
    let socket = QuestionSocket<DirectoryOrder>(home: self.home) { .done(try await desk.carryOut($0, at: time.now())) }
    if socket == nil {
      logger.warning("the home's path is too long for a socket; stop the directory before you publish")
    }
    defer { socket?.close() }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: keeper, successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
    try await group.run()
  }

  /// The line on standard output that says where it answers.
  @Sendable public static func write(_ address: Address) {
    let line = CanonicalJSON.encode(.fields(["address": address.json, "role": "directory".json]))
    FileHandle.standardOutput.write(Data(line + [UInt8(ascii: "\n")]))
  }
}
