public import SemperCommunication

/// What every transport must do, as named behaviours run against one role.
///
/// Serve `TransportRole.routes` at an address, then run each behaviour with a transport that reaches it.
public struct TransportConformance: Sendable {
  /// A behaviour that did not show.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public let name: String
  let body: @Sendable (TransportProbe) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (TransportProbe) async throws -> Void) {
    self.name = name
    self.body = body
  }

  public static let all: [TransportConformance] = requests + refusals + bodies + downloads

  /// Runs the behaviour of this name; throws a `Failure` that says what went otherwise.
  public static func run(_ name: String, over transport: any Transport, at address: Address) async throws {
    guard let behaviour = all.first(where: { $0.name == name }) else {
      throw Failure(description: "there is no behaviour “\(name)”")
    }
    try await behaviour.body(TransportProbe(transport: transport, address: address))
  }
}
