import SemperArchiveSQLite
public import SemperCommerce
public import SemperCommunication
import SemperCommunicationHTTP
public import SemperCryptography
public import SemperModel

/// A carrier at a home of its own: an authority has certified its key, and with it the carrier signs what becomes of parcels. It serves
/// nobody over the network; its statements go to senders and receivers as files.
public struct CarrierDesk: Sendable {
  private let home: RoleHome

  /// Opens the home in this directory, making it and its key at the first start.
  public init(at path: String) throws { home = try RoleHome(at: path) }

  /// Gives the home to whoever opens it next.
  public func close() throws { try home.close() }

  /// By what name and key dispatch notes and others know it. Fails (`certificate`) before it has been certified.
  public func identity() async throws -> CarrierIdentity { try await CarrierIdentity(chain: chain()) }

  /// Has an authority certify the key of this home, once; afterwards nobody is asked.
  ///
  /// - Parameter token: the file with the one-time token that the authority has made for a carrier.
  public func enrol(
    as organisation: HumanText, at authority: Address, token: String, transportRoots: [UInt8]? = nil
  ) async throws -> CarrierIdentity {
    if let known = try await RoleIdentity.stored(in: home.home.archive.records) {
      return try CarrierIdentity(chain: known)
    }
    let subject = try CertificateSubject(organisation: organisation.text, role: .carrier)
    let request = try CertificateRequest(subject, for: await home.signingKey())
    let secret = try EnrolmentToken.read(from: token)
    let chain = try await HTTPClientTransport.scoped(trustRoots: transportRoots) { transport in
      try await AuthorityClient(transport: transport, address: authority).certify(request, token: secret)
    }
    try await RoleIdentity.store(chain, in: home.home.archive.records)
    return try CarrierIdentity(chain: chain)
  }

  /// A statement about a parcel, which carries the certificate. Refuses what is to come, and a number that is none.
  public func sign(
    _ event: Carriage.Event, of parcel: HumanText, in consignment: Consignment, at time: Timestamp, now: Timestamp
  ) async throws -> SignedStatement {
    guard Carriage.isNumber(parcel) else {
      throw Refusal(.malformed, blame: .us, "a parcel's number is one line of at most 80 bytes")
    }
    guard time <= now else {
      throw Refusal(.malformed, blame: .us, "it is \(now); say what has become of the parcel when it has")
    }
    let key = try await home.signingKey()
    let carriage = Carriage(
      carrier: key.publicKey, parcel: parcel, consignment: consignment.number, destination: consignment.destination,
      event: event, at: time, issued: now)
    return try SignedStatement(carriage, signedBy: [key], certificates: try await chain())
  }

  private func chain() async throws -> [[UInt8]] {
    guard let chain = try await RoleIdentity.stored(in: home.home.archive.records) else {
      throw ServerError(
        .certificate,
        "the carrier has no certificate yet; give --authority URL, --token FILE and --organisation NAME to carrier key")
    }
    return chain
  }
}
