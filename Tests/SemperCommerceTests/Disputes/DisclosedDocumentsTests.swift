import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting
import SemperTrustedUI
import Testing

/// What whoever judges reads of the statements that were disclosed, and what was paid in the deal.
@Suite struct DisclosedDocumentsTests {
  private static func played(
    _ service: String, _ scenario: String
  ) async throws -> (fair: Fair, end: CourseEnd) {
    let script = try await CourseTests.script(service, scenario)
    let fair = try await CourseTests.fair(script)
    return (fair, try await CourseEnd.law(fair, script).uncrashed())
  }

  private static func dispute(
    _ kind: ClaimKind, _ fair: Fair, _ bundle: EvidenceBundle
  ) throws -> DisputeCase {
    let now = Fair.start.advanced(by: Span(seconds: 600 * 86_400))
    let claim = Claim(
      deal: fair.deal, service: fair.terms.digest, claimant: fair.buyerKey.publicKey,
      arbiter: fair.arbiterKey.thumbprint, what: kind, amount: nil, grounds: try HumanText("Look."), state: "accepting",
      evidence: bundle.statements.map(\.digest), issued: now)
    return try DisputeCase.open(
      SignedStatement(claim, signedBy: [fair.buyerKey]), disclosing: bundle, at: now,
      before: fair.arbiterKey.thumbprint, trust: fair.trust, times: DisputeTimes())
  }

  @Test func whatWasOrderedAndAgreedIsRead() async throws {
    let (fair, end) = try await Self.played("consultancy", "the milestone is refused")
    let bundle = try end.bundle(.buyer, fair)
    let documents = DisclosedDocuments([bundle], in: .english)
    let offer = try #require(bundle.statements(of: .offer).first)
    #expect(documents[offer.digest].contains { $0.hasPrefix("Signed by the seller, ") && $0.hasSuffix(" UTC") })
    let order = try #require(bundle.statements(of: .order).first)
    #expect(documents[order.digest].contains("order.task: Colour management for a web press"))
    #expect(documents[order.digest].first?.hasPrefix("Signed by the buyer, ") == true)
    let said = bundle.statements(of: .deed).map { documents[$0.digest] }
    let contract = try #require(said.first { $0.contains("contract.fee: €1,500.00") })
    #expect(contract.contains("contract.milestones: 2") && contract.contains("contract.scope: Measure and report"))
    #expect(contract.first?.hasPrefix("Signed by both sides, ") == true)
    let proposal = try #require(said.first { $0.contains("proposal.fee: €1,500.00") })
    #expect(proposal.first?.hasPrefix("Signed by the seller, ") == true)
    #expect(proposal.contains { $0.hasPrefix("proposal.begins: ") && $0.hasSuffix(" UTC") })
    let german = DisclosedDocuments([bundle], in: .german)
    #expect(german[order.digest].first?.hasPrefix("Unterschrieben vom Käufer, ") == true)
    // The terms hold nothing that somebody has said.
    let terms = try #require(bundle.statements(of: .terms).first)
    #expect(documents[terms.digest].isEmpty)
    #expect(DisclosedDocuments([], in: .english)[order.digest].isEmpty, "what was not shown is not read")
  }

  /// A draft that one side alone has signed binds nobody, and must not read like a contract.
  @Test func aDraftIsTold() async throws {
    let (fair, end) = try await Self.played("consultancy", "the milestone is refused")
    let bundle = try end.bundle(.seller, fair)
    let drafts = try bundle.statements.filter { $0.kind == .deed && $0.signatures.count == 2 }.map { signed in
      try Self.firstSignature(of: signed)
    }
    let draft = try #require(drafts.first)
    let items = bundle.statements.filter { $0.digest != draft.digest } + [draft]
    let with = try EvidenceBundle(
      deal: fair.deal,
      items: items.map { EvidenceItem(deal: fair.deal, form: $0.kind.headerType, bytes: $0.canonicalBytes) })
    let said = DisclosedDocuments([with], in: .english)[draft.digest]
    #expect(said.first?.contains("and not by the ") == true, "\(said)")
    let both = DisclosedDocuments([with, bundle], in: .english)[draft.digest]
    #expect(both.first?.hasPrefix("Signed by both sides, ") == true, "the other side shows it whole: \(both)")
  }

  private static func firstSignature(of signed: SignedStatement) throws -> SignedStatement {
    guard case .object(let object) = signed.json, case .array(let signatures)? = object["signatures"] else {
      throw CodingError(.missing, "signatures are expected")
    }
    return try SignedStatement(json: .object(object.with(["signatures": .array([signatures[0]])])))
  }

  @Test(
    arguments: [
      ("consultancy", "the milestone is refused", ClaimKind.notAsAgreed, 0, 0),
      ("consultancy", "the second milestone does not come", .late, 1500_00, 0),
      ("subscription", "cancelled after three issues, and too little comes back", .refundDue, 108_00, 27_00),
      ("mail-order-retailing", "sent back and not refunded", .refundDue, 120_00, 0),
    ] as [(String, String, ClaimKind, Int64, Int64)])
  func whatWasPaidIsToldAndNotTheOffersPrice(
    _ service: String, _ scenario: String, _ kind: ClaimKind, _ paid: Int64, _ back: Int64
  ) async throws {
    let (fair, end) = try await Self.played(service, scenario)
    let dispute = try Self.dispute(kind, fair, end.bundle(.buyer, fair))
    let brief = DisputeBrief(dispute, earlier: [], trust: fair.trust)
    #expect(dispute.isOfCourse)
    #expect(brief.moved?.paid.minorUnits == paid && brief.moved?.back.minorUnits == back, "\(brief.moved as Any)")
    #expect(DisputeDossier(dispute, others: []).moved(trust: fair.trust) == brief.moved)
    let moved = try #require(brief.moved)
    let text = DisputeWords(.english).moved(moved)
    #expect(text.contains(DisputeWords(.english).texts.price(moved.paid)), "\(text)")
    // Both sides' machines count the same.
    #expect(end.moved[.seller] == end.moved[.buyer] && end.moved[.seller] == brief.moved)
  }

  @Test func aPurchaseIsPaidByItsOffer() async throws {
    let world = try await DisputeWorld()
    let dispute = try world.open(.refundDue, 5_00)
    #expect(!dispute.isOfCourse)
    #expect(DisputeBrief(dispute, earlier: [], trust: world.fair.trust).moved == nil)
  }
}
