import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// Who the keys of a bundle belong to, by certificates up to the trust list, judged at the earliest time that somebody
/// else than the key's holder has signed.
struct EvidenceRoles: Sendable {
  private let hearing: EvidenceHearing
  private let trust: TrustList
  private let time: Timestamp?
  private(set) var links: [EvidenceLink] = []
  private(set) var anchors: [EvidenceAnchor] = []
  /// Of statements that hold but for who has signed them.
  private var faults: [Digest: Refusal] = [:]

  init(_ hearing: EvidenceHearing, trust: TrustList, at time: Timestamp?) {
    self.hearing = hearing
    self.trust = trust
    self.time = time
    for statement in hearing.bundle.statements(of: .role) { judge(statement) }
    judgeMissing()
    for carriage in hearing.carriages { judge(carriage) }
  }

  /// The key's holder has signed the time itself, or nobody has.
  private func isSelfDated(_ key: Thumbprint) -> Bool { time == nil && independentTime(of: key) == nil }

  /// The earliest time in a statement of a ledger or of the arbiter that is not this key's own.
  private func independentTime(of key: Thumbprint) -> Timestamp? {
    hearings.flatMap { hearing in
      hearing.receipts.filter { $0.content.ledger != key }.map(\.content.issued)
        + hearing.outcomes.filter { $0.content.ledger != key }.map(\.content.issued)
        + hearing.decisions.filter { $0.content.arbiter != key }.map(\.content.issued)
    }.min()
  }

  /// A deal of many steps has one for each exchange.
  private var hearings: [EvidenceHearing] { [hearing] + hearing.exchanges }

  private mutating func judge(_ statement: SignedStatement) {
    let name = EvidenceFinding.name(.role, statement.digest)
    do throws(Refusal) {
      let description = try VerifiedStatement<RoleDescription>(verifying: statement, keys: hearing.keys).content
      let key = description.key.thumbprint
      try checkPlace(description)
      let judgedAt = time ?? independentTime(of: key) ?? description.issued
      let identity = try identity(of: statement, description, at: judgedAt)
      let anchor = EvidenceAnchor(
        key: key, organisation: identity.subject.organisation, role: identity.subject.role.rawValue,
        root: label(of: identity.root), judgedAt: judgedAt, selfDated: isSelfDated(key))
      anchors.append(anchor)
      links.append(
        EvidenceLink(
          name: name, digest: statement.digest, by: [self.name(of: key)],
          says: "is certified by \(anchor.root) as \(anchor.role), in force at \(judgedAt)", time: description.issued,
          keys: [key], selfDated: anchor.selfDated))
    } catch {
      links.append(
        EvidenceLink(
          name: name, digest: statement.digest, by: statement.signers.map { "key \($0.short)" },
          says: "does not hold", keys: statement.signers, fault: error))
    }
  }

  /// A carrier runs no role that describes itself: each of its statements brings its certificate along, judged when it says that it was made.
  private mutating func judge(_ carriage: HeardCarriage) {
    do throws(Refusal) {
      let judgedAt = time ?? carriage.content.issued
      let identity = try RoleVerifier(roots: trust.certificates)
        .identity(in: carriage.signed, role: .carrier, at: judgedAt)
      try carriage.check(identity)
      let key = identity.key.thumbprint
      guard !anchors.contains(where: { $0.key == key }) else { return }
      anchors.append(
        EvidenceAnchor(
          key: key, organisation: identity.subject.organisation, role: identity.subject.role.rawValue,
          root: label(of: identity.root), judgedAt: judgedAt, selfDated: time == nil))
    } catch {
      faults[carriage.signed.digest] = error
    }
  }

  /// A description stands in a bundle for a key that the offer or the agreed payment names, in the role in which it names it, and once.
  private func checkPlace(_ description: RoleDescription) throws(Refusal) {
    let offer = try hearing.required(hearing.offer, "an offer").content
    let named =
      switch description.role {
      case .shop: offer.seller
      // A deal may be paid at another bank than the offer's own.
      case .bank:
        hearing.order?.content.payment?.ledger == description.key ? description.key : offer.bank.key
      case .arbiter: offer.arbiter.key
      case .authority, .delivery:
        throw Refusal(.outsideTerms, blame: .undetermined, "the \(description.role.rawValue) has no part in a deal")
      }
    guard named == description.key, !anchors.contains(where: { $0.key == named.thumbprint }) else {
      throw Refusal(.outsideTerms, blame: .undetermined, "the offer names another \(description.role.rawValue)")
    }
    let relied = hearing.order?.content.issued ?? offer.issued
    guard relied <= description.expires else {
      throw Refusal(.expired, blame: .peer, "the description had expired when it was relied on, at \(relied)")
    }
  }

  private func identity(
    of statement: SignedStatement, _ description: RoleDescription, at judgedAt: Timestamp
  ) throws(Refusal) -> CertifiedIdentity {
    try RoleVerifier(roots: trust.certificates)
      .identity(in: statement, role: description.role.certified, at: judgedAt)
  }

  private func label(of root: Digest) -> HumanText {
    trust.roots.first { Digest(plain: $0.certificate) == root }?.label ?? trust.roots[0].label
  }

  /// Whoever has signed as a role, and is described by nobody, is not vouched for.
  private mutating func judgeMissing() {
    guard let offer = hearing.offer?.content else {
      return links.append(
        EvidenceLink(
          name: EvidenceLink.bundle, says: "has no root",
          fault: Refusal(.notFound, blame: .undetermined, "a deal's evidence begins with terms and an offer that hold"))
      )
    }
    var needed = [(RoleDescription.Role.shop, offer.seller.thumbprint)]
    let ledger = hearing.order?.content.payment?.ledger ?? offer.bank.key
    if hearings.contains(where: { !$0.receipts.isEmpty }) { needed.append((.bank, ledger.thumbprint)) }
    let hasRuled = hearing.acts.contains { if case .ruling = $0.content { true } else { false } }
    if hasRuled || hearings.contains(where: { !$0.decisions.isEmpty }) {
      needed.append((.arbiter, offer.arbiter.key.thumbprint))
    }
    let described = Set(links.flatMap(\.keys))
    for (role, key) in needed where !described.contains(key) {
      links.append(
        EvidenceLink(
          name: "role \(key.short)", by: ["key \(key.short)"], says: "is not described", keys: [key],
          fault: Refusal(
            .untrusted, blame: .undetermined, "nobody vouches for the \(role.rawValue): its description is missing")))
    }
  }
}

// Names.
extension EvidenceRoles {
  func link(_ finding: EvidenceFinding) -> EvidenceLink {
    let signers = finding.statement.signatures.map(\.header.kid)
    return EvidenceLink(
      name: finding.name, digest: finding.statement.digest, by: signers.map(name),
      says: finding.path.map { "at \($0): " + finding.says } ?? finding.says, time: finding.time,
      terms: finding.terms, keys: signers, selfDated: signers.contains(where: isSelfDated),
      fault: finding.fault ?? faults[finding.statement.digest])
  }

  private func name(of key: Thumbprint) -> String {
    if let anchor = anchors.first(where: { $0.key == key }) { return "\(anchor.organisation) (\(anchor.role))" }
    if hearing.order?.content.buyer.key.thumbprint == key { return "buyer (pseudonym \(key.short))" }
    return "key \(key.short)"
  }
}
