public import SemperCommunication
public import SemperCommunicationHTTP
public import SemperModel

/// What every role is started with.
public struct ServerOptions: Sendable {
  /// The directory of the role's home.
  public var home: String
  public var http: HTTPServerConfiguration
  /// Where others reach the role, when that is not where it listens (behind a proxy).
  public var publicAddress: Address?
  public var organisation: HumanText
  /// Where certificates come from and where the role is listed.
  public var authority: Address?
  /// The file with the authority's root, which the role believes.
  public var trustFile: String?
  /// The file with the one-time token for the first certificate.
  public var tokenFile: String?
  /// Certificates (PEM) for TLS to other roles, in place of the system's.
  public var transportRoots: [UInt8]?
  /// Counts what the role asks others, where somebody measures it.
  public var traffic: Traffic?

  public init(
    home: String, http: HTTPServerConfiguration, publicAddress: Address? = nil, organisation: HumanText,
    authority: Address? = nil, trustFile: String? = nil, tokenFile: String? = nil, transportRoots: [UInt8]? = nil,
    traffic: Traffic? = nil
  ) {
    self.home = home
    self.http = http
    self.publicAddress = publicAddress
    self.organisation = organisation
    self.authority = authority
    self.trustFile = trustFile
    self.tokenFile = tokenFile
    self.transportRoots = transportRoots
    self.traffic = traffic
  }

  /// A transport to other roles for as long as the body takes.
  func withTransport<Result>(_ body: (any Transport) async throws -> Result) async throws -> Result {
    try await HTTPClientTransport.scoped(trustRoots: transportRoots) { http in
      if let traffic { try await body(CountingTransport(http, into: traffic)) } else { try await body(http) }
    }
  }
}
