public import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
public import SemperCryptography
import SemperEcash
public import SemperEngine
import SemperModel

/// The authority as a process. It also audits the key lists of the mints that it certifies.
public struct AuthorityServer: Sendable {
  private static let auditorKeyName = "auditor-signing"
  public let options: ServerOptions
  /// For each a token file is written into `enrolment/`, once: `seller.token`, then `seller-2.token`.
  public let enrol: [CertifiedRole]

  public init(options: ServerOptions, enrol: [CertifiedRole]) {
    self.options = options
    self.enrol = enrol
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let now = await time.now()
    let authority = try await Authority(in: home, organisation: options.organisation, now: now)
    try home.write(PEM.certificate(authority.certificate), to: "root.pem")
    try home.write(authority.trust.canonicalBytes, to: TrustFile.name)
    try await writeTokens(authority)
    let key = try await home.signingKey()
    let identity = RoleIdentity(
      role: .authority, organisation: options.organisation, key: key,
      chain: try authority.certifyOwn(key, organisation: options.organisation, now: now))
    let auditorKey = try await home.signingKey(named: Self.auditorKeyName)
    let auditorChain = try authority.certifyOwn(
      auditorKey, as: .auditor, organisation: options.organisation, now: now)
    let description = Late<SignedStatement>()
    let auditor = Late<KeyAuditor>()
    let desk = AuditorRoutes(auditor: auditor, roles: RoleVerifier(roots: authority.trust.certificates), time: time)
    let runner = RoleRunner(role: .authority, options: options, logger: logger, time: time, announce: announce)
    try await runner.run(
      in: home, routes: AuthorityRoutes(authority, description: description, time: time).routes + desk.routes,
      signals: signals
    ) { address in
      auditor.set(
        KeyAuditor(records: home.home.archive.records, key: auditorKey, chain: auditorChain, address: address))
      let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
        try await authority.list(signed, now: await time.now())
      }
      return PreparedRole(word: word, work: RoleRunner.idle)
    }
  }

  /// Each token exists in plain text in its file only, which the operator may delete.
  private func writeTokens(_ authority: Authority) async throws {
    let directory = try PrivateDirectory("\(options.home)/enrolment")
    var counts: [CertifiedRole: Int] = [:]
    for role in enrol {
      counts[role, default: 0] += 1
      let name = counts[role] == 1 ? role.rawValue : "\(role.rawValue)-\(counts[role] ?? 0)"
      try await authority.enrol(role, named: name) { token in
        try directory.write(Array((token + "\n").utf8), to: "\(name).token")
      }
    }
  }
}
