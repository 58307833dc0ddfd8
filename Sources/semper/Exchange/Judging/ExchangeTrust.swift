import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel

/// Whom the roles in a bundle of an exchange or a transfer make believable: those that a trusted authority has certified.
struct ExchangeTrust: Sendable {
  private(set) var arbiters: Set<Thumbprint> = []
  private(set) var ledgers: Set<Thumbprint> = []
  private(set) var agents: Set<Thumbprint> = []

  /// - Parameter time: when certificates must be in force; by default when each role described itself.
  init(roles: [SignedStatement], trust: TrustList, at time: Timestamp? = nil) {
    let verifier = RoleVerifier(roots: trust.certificates)
    for signed in roles {
      guard let role = try? VerifiedStatement<RoleDescription>(verifying: signed, keys: KeySet()).content,
        let identity = try? verifier.identity(in: signed, role: role.role.certified, at: time ?? role.issued),
        identity.key == role.key
      else { continue }
      switch role.role {
      case .arbiter: arbiters.insert(role.key.thumbprint)
      case .bank: ledgers.insert(role.key.thumbprint)
      case .delivery: agents.insert(role.key.thumbprint)
      case .authority, .shop: continue
      }
    }
  }

  /// The judge's report on a bundle.
  static func judge(_ bundle: ExchangeBundle, trust: TrustList, at time: Timestamp? = nil) -> ExchangeReport {
    let trusted = ExchangeTrust(roles: bundle.roles, trust: trust, at: time)
    return ExchangeJudge.judge(bundle, arbiters: trusted.arbiters, ledgers: trusted.ledgers)
  }
}
