public import Logging
public import SemperCommerce
public import SemperCommunication
public import SemperCommunicationHTTP
public import SemperEngine
public import SemperModel
public import SemperTrustedUI
import ServiceLifecycle
import UnixSignals

/// A judge's pages, as a process of their own beside the arbiter's. It holds no key and no case: it asks the running arbiter at the socket in its
/// home, as the commands do, so nothing can be ruled on a page that could not be ruled by a command.
public struct DeskServer: Sendable {
  /// A case for a court as one page.
  public typealias DossierPage = @Sendable (DisputeDossier, TrustList, Language) -> String

  /// For how long the link that lets a person in is good.
  public static let patience = DeskEntrance.patience

  private let home: String
  private let http: HTTPServerConfiguration
  private let address: Address?
  private let span: Span
  private let dossier: DossierPage

  /// - Parameters:
  ///   - home: of the arbiter, which must be running and hear disputes.
  ///   - address: where browsers reach the pages, when that is not where they listen.
  ///   - span: how long the pages are open.
  public init(
    home: String, http: HTTPServerConfiguration, address: Address? = nil, open span: Span,
    dossier: @escaping DossierPage
  ) {
    self.home = home
    self.http = http
    self.address = address
    self.span = span
    self.dossier = dossier
  }

  /// Serves until the time is over, or the process is asked to end.
  ///
  /// - Parameter announce: gets the link that lets one person in, once.
  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (String) -> Void
  ) async throws {
    let door = DeskDoor(
      entrance: DeskEntrance(at: await time.now(), open: span), address: Late<Address>(), time: time)
    let routes = DeskRoutes(
      door: door, pages: try DeskPages(), inquiry: DeskInquiry(home: home), dossier: dossier, logger: logger)
    let server = try HTTPServer("Semper desk", routes: routes.routes, configuration: http, logger: logger)
    let keeper = DeskKeeper(
      door: door, server: server, address: address, span: span, time: time, announce: announce)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: keeper, successTerminationBehavior: .gracefullyShutdownGroup),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
    try await group.run()
  }
}
