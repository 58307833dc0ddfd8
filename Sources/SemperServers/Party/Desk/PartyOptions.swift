public import SemperCommunication
public import SemperCommunicationHTTP

/// What a party is started with.
public struct PartyOptions: Sendable {
  /// The directory of its home, which holds one exchange.
  public var home: String
  public var http: HTTPServerConfiguration
  /// Where the peer reaches it, when that is not where it listens.
  public var publicAddress: Address?
  /// The authority's root, by which arbiter and banks are judged.
  public var trustFile: String
  /// The file with what it gives and expects.
  public var agreementFile: String
  /// Certificates (PEM) for TLS to others, in place of the system's.
  public var transportRoots: [UInt8]?

  public init(
    home: String, http: HTTPServerConfiguration, publicAddress: Address? = nil, trustFile: String,
    agreementFile: String, transportRoots: [UInt8]? = nil
  ) {
    self.home = home
    self.http = http
    self.publicAddress = publicAddress
    self.trustFile = trustFile
    self.agreementFile = agreementFile
    self.transportRoots = transportRoots
  }
}
