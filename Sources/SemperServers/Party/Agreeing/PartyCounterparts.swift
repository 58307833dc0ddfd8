import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// The arbiter, the delivery agent and the banks of a party, certified by an authority that it trusts. Their word is kept, so that a party that
/// comes back goes on even while one of them is away.
struct PartyCounterparts: Sendable {
  private static let table = RecordTable("party_counterparts")
  private static let key = Array("roles".utf8)
  private static let patience = Span(seconds: 20)

  /// There is none in a transfer.
  let arbiter: RoleDescription?
  let agent: RoleDescription?
  let banks: [RoleDescription]
  let statements: [SignedStatement]
  /// The authorities that the party trusts (DER).
  let roots: [[UInt8]]

  private init(_ roles: [VerifiedRole], roots: [[UInt8]]) {
    self.roots = roots
    arbiter = roles.first { $0.description.role == .arbiter }?.description
    agent = roles.first { $0.description.role == .delivery }?.description
    banks = roles.map(\.description).filter { $0.role == .bank }
    statements = roles.map(\.statement.signed)
  }

  /// Who has to be found, in the order in which their words are kept.
  private static func wanted(_ agreement: PartyAgreement) -> [(role: RoleDescription.Role, address: Address)] {
    (agreement.arbiter.map { [(.arbiter, $0)] } ?? []) + agreement.banks.map { (.bank, $0) }
      + (agreement.agent.map { [(.delivery, $0)] } ?? [])
  }

  func requireArbiter() throws(ServerError) -> RoleDescription {
    guard let arbiter else {
      throw ServerError(.options, "an exchange needs an arbiter: name one in the file with what this party gives")
    }
    return arbiter
  }

  static func find(
    _ agreement: PartyAgreement, trust: TrustList, records: any Records, transport: any Transport,
    time: any TimeSource
  ) async throws -> PartyCounterparts {
    let verifier = RoleVerifier(roots: trust.certificates)
    if let known = try await stored(records, agreement, verifier, at: await time.now()) { return known }
    var roles = [VerifiedRole]()
    for (role, address) in wanted(agreement) {
      roles.append(try await self.role(role, at: address, verifier, transport, time))
    }
    let found = PartyCounterparts(roles, roots: verifier.roots)
    let bytes = found.statements.canonicalBytes
    try await records.transact { try $0.set(bytes, for: key, in: table) }
    return found
  }

  func bank(at address: Address) throws(ServerError) -> RoleDescription {
    guard let bank = banks.first(where: { $0.address == address }) else {
      throw ServerError(.options, "the bank at \(address) is not among the party's banks")
    }
    return bank
  }

  private static func stored(
    _ records: any Records, _ agreement: PartyAgreement, _ verifier: RoleVerifier, at now: Timestamp
  ) async throws -> PartyCounterparts? {
    guard let bytes = try await records.read({ try $0.value(key, in: table) }) else { return nil }
    let statements = try [SignedStatement](canonicalBytes: bytes, limits: .statement(bytes: 4 << 20))
    let wanted = wanted(agreement)
    guard statements.count == wanted.count else { return nil }
    var roles = [VerifiedRole]()
    for (statement, wanted) in zip(statements, wanted) {
      guard let role = try? verifier.verify(statement, role: wanted.role, at: now),
        role.description.address == wanted.address
      else { return nil }
      roles.append(role)
    }
    return PartyCounterparts(roles, roots: verifier.roots)
  }

  private static func role(
    _ role: RoleDescription.Role, at address: Address, _ verifier: RoleVerifier, _ transport: any Transport,
    _ time: any TimeSource
  ) async throws -> VerifiedRole {
    try await AuthorityClient.patiently(time) {
      let reply = try await transport.send(
        Request(.get, "/.well-known/semper"), to: address, largest: 64 << 10, within: patience)
      let signed: SignedStatement = try reply.value(largest: 64 << 10)
      let verified = try verifier.verify(signed, role: role, at: await time.now())
      guard verified.description.address == address else {
        throw Refusal(.untrusted, blame: .peer, "the \(role.rawValue) at \(address) says that it is somewhere else")
      }
      return verified
    }
  }
}
