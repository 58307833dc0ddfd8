import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting
import Testing

/// A mail order that was really played, whose parcel a carrier has its word on.
struct CarriageWorld {
  static let longAfter = Fair.start.advanced(by: Span(seconds: 60 * 86_400))

  let fair: Fair
  let end: CourseEnd
  /// The deed by which the seller has sent the goods.
  let sent: Deed

  init(_ scenario: String) async throws {
    let script = try await CourseTests.script("mail-order-retailing", scenario)
    fair = try await CourseTests.fair(script)
    end = try await CourseEnd.law(fair, script).uncrashed()
    let deeds = try end.bundle(.seller, fair).statements(of: .deed).map { $0.journalled(as: Deed.self) }
    sent = try #require(deeds.first { $0.items == ["parcel", "dispatch"] })
  }

  var consignment: Consignment { Consignment(deal: fair.deal, turn: sent.act.turn, address: ["sample"]) }

  func statement(
    _ event: Carriage.Event, day: Int64 = 3, parcel: String = "SD-0001", in consignment: Consignment? = nil,
    by key: SigningKey? = nil, as paper: CarrierPaper? = .named, issued: Timestamp? = nil
  ) throws -> SignedStatement {
    let time = sent.act.issued.advanced(by: Span(seconds: abs(day) * 86_400))
    let at = day < 0 ? Timestamp(seconds: sent.act.issued.seconds + day * 86_400) : time
    let (key, consignment) = (key ?? fair.carrierKey, consignment ?? self.consignment)
    let carriage = Carriage(
      carrier: key.publicKey, parcel: try HumanText(parcel), consignment: consignment.number,
      destination: consignment.destination, event: event, at: at, issued: issued ?? at)
    let chain = paper.flatMap { fair.carrierCertificates[$0] }.map { [$0] } ?? []
    return try SignedStatement(carriage, signedBy: [key], certificates: chain)
  }

  /// What a side shows, with carriers' statements.
  func bundle(_ side: DealSide, _ carriages: [SignedStatement] = []) throws -> EvidenceBundle {
    let added = carriages.map {
      EvidenceItem(deal: fair.deal, form: $0.kind.headerType, bytes: $0.canonicalBytes)
    }
    return try EvidenceBundle(deal: fair.deal, items: (end.evidence[side] ?? []) + added, roles: fair.roles)
  }

  func decision(_ kind: ClaimKind, _ bundle: EvidenceBundle, stance: ClaimStance? = nil) throws -> DisputeDecision {
    let demand = DisputeDemand(
      kind: kind, by: .buyer, claimant: fair.buyerKey.thumbprint, amount: nil, at: Self.longAfter)
    return DisputeRule.decide(try DisputeFacts(bundle, trust: fair.trust), on: demand, stance: stance)
  }

  func claim(_ kind: ClaimKind, showing bundle: EvidenceBundle) throws -> SignedStatement {
    try SignedStatement(
      Claim(
        deal: fair.deal, service: fair.terms.digest, claimant: fair.buyerKey.publicKey,
        arbiter: fair.arbiterKey.thumbprint, what: kind, amount: nil, grounds: HumanText("See the parcel."),
        state: "hearing", evidence: bundle.statements.map(\.digest), issued: Self.longAfter),
      signedBy: [fair.buyerKey])
  }

  func open(_ kind: ClaimKind, showing bundle: EvidenceBundle) throws -> DisputeCase {
    try DisputeCase.open(
      claim(kind, showing: bundle), disclosing: bundle, at: Self.longAfter, before: fair.arbiterKey.thumbprint,
      trust: fair.trust, times: DisputeTimes())
  }

  func answer(_ dispute: DisputeCase, showing bundle: EvidenceBundle) throws -> SignedStatement {
    try SignedStatement(
      ClaimAnswer(
        claim: dispute.id, arbiter: fair.arbiterKey.thumbprint, party: fair.sellerKey.publicKey, stance: .contests,
        grounds: HumanText("Ask the carrier."), evidence: bundle.statements.map(\.digest), issued: Self.longAfter),
      signedBy: [fair.sellerKey])
  }

  /// The arbiter's ruling by the rule, taken into the case.
  func rule(_ dispute: inout DisputeCase) throws {
    let next = try dispute.next(at: Self.longAfter, trust: fair.trust, earlier: [], times: DisputeTimes())
    guard case .rule(let ruling)? = next else { return }
    try dispute.take(
      .ruled(SignedStatement(ruling, signedBy: [fair.arbiterKey])), at: Self.longAfter, trust: fair.trust)
  }
}
