import Logging
import SemperArchive
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTesting
import Testing

@testable import SemperServers

/// Whom a bank transfers to: those that its operator has named, that are banks by the word of an authority, and that it has met once.
@Suite struct CorrespondentTests {
  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let month = Span(seconds: 30 * 86_400)

  private let line = InProcessTransport()
  private let archive = InMemoryArchive()
  private let own = SigningKey()
  private let authority: CertificateAuthority

  init() throws { authority = try Self.authority() }

  private static func authority() throws -> CertificateAuthority {
    var generator = SystemRandomNumberGenerator()
    return try CertificateAuthority(
      founding: "Authority", key: SigningKey(), from: now, for: month, using: &generator)
  }

  private static func address(_ place: Int) throws -> Address { try Address("http://127.0.0.1:\(place)") }

  /// Starts a role that says who it is, with a certificate of this authority.
  private func open(
    _ role: RoleDescription.Role, at place: Int, key: SigningKey = SigningKey(), by authority: CertificateAuthority
  ) throws -> Address {
    var generator = SystemRandomNumberGenerator()
    let (address, name) = (try Self.address(place), "Role \(place)")
    let request = try CertificateRequest(CertificateSubject(organisation: name, role: role.certified), for: key)
    let certificate = try authority.issue(request, from: Self.now, for: Self.month, using: &generator)
    let identity = RoleIdentity(role: role, organisation: try HumanText(name), key: key, chain: [certificate])
    let description = Late<SignedStatement>()
    description.set(try identity.description(at: address, now: Self.now))
    line.serve([RoleRoutes.description(description)], at: address)
    return address
  }

  private func correspondents(_ addresses: [Address]) -> Correspondents {
    Correspondents(
      addresses: addresses, roles: RoleVerifier(roots: [authority.certificate]), own: own.publicKey,
      records: archive.records, transport: line, time: VirtualTime(now: Self.now),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test func onlyCertifiedBanksAreKnownAndNotTheBankItself() async throws {
    let addresses = [
      try open(.bank, at: 1, by: authority), try open(.shop, at: 2, by: authority),
      try open(.bank, at: 3, by: Self.authority()), try open(.bank, at: 4, key: own, by: authority),
      try Self.address(5),
    ]
    #expect(try await correspondents(addresses).known().map { $0.address } == [addresses[0]])
    #expect(try await correspondents([]).known().isEmpty)
  }

  @Test func whoIsDownIsRememberedAndWhoComesUpIsFound() async throws {
    let addresses = [try open(.bank, at: 1, by: authority), try Self.address(2)]
    let first = try await correspondents(addresses).known()
    #expect(first.map { $0.address } == [addresses[0]])
    line.serve(nil, at: addresses[0])
    _ = try open(.bank, at: 2, by: authority)
    let both = try await correspondents(addresses).known()
    #expect(both.map { $0.address } == addresses && both[0].description == first[0].description)
  }

  @Test func whatABankSaysNowTakesThePlaceOfWhatItSaid() async throws {
    let address = try open(.bank, at: 1, by: authority)
    let first = try await correspondents([address]).known()
    _ = try open(.bank, at: 1, by: authority)
    #expect(try await correspondents([address]).known().map { $0.description } == first.map { $0.description })
    try await correspondents([address]).refresh()
    #expect(try await correspondents([address]).known().map { $0.description } != first.map { $0.description })
  }
}
