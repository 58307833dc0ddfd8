import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// A deal that has ended, and a dispute about it.
struct DisputeWorld {
  static let opened = Fair.start.advanced(by: Span(seconds: 20 * 86_400))
  static let times = DisputeTimes()
  let buyer: Proceedings

  var fair: Fair { buyer.fair }

  init(_ trouble: Trouble = Trouble()) async throws { buyer = try await Proceedings.of(.buyer, trouble) }

  func claim(
    _ kind: ClaimKind, _ amount: Int64? = nil, by key: SigningKey? = nil, disclosing bundle: EvidenceBundle? = nil,
    at now: Timestamp = opened
  ) throws -> (claim: SignedStatement, bundle: EvidenceBundle) {
    let bundle = try bundle ?? buyer.bundle()
    let key = key ?? (kind.claimant == .buyer ? fair.buyerKey : fair.sellerKey)
    let claim = Claim(
      deal: fair.deal, service: fair.terms.digest, claimant: key.publicKey, arbiter: fair.arbiterKey.thumbprint,
      what: kind, amount: amount.map { Money(minorUnits: $0, .euro) },
      grounds: try HumanText("It is not what I ordered."),
      state: "inspecting", evidence: bundle.statements.map(\.digest), issued: now)
    return (try SignedStatement(claim, signedBy: [key]), bundle)
  }

  func open(
    _ kind: ClaimKind, _ amount: Int64? = nil, by key: SigningKey? = nil, disclosing bundle: EvidenceBundle? = nil
  ) throws -> DisputeCase {
    let (claim, bundle) = try claim(kind, amount, by: key, disclosing: bundle)
    return try DisputeCase.open(
      claim, disclosing: bundle, at: Self.opened, before: fair.arbiterKey.thumbprint, trust: fair.trust,
      times: Self.times)
  }

  func answer(
    _ dispute: DisputeCase, _ stance: ClaimStance, by key: SigningKey? = nil, showing bundle: EvidenceBundle? = nil
  ) throws -> SignedStatement {
    let key = key ?? fair.sellerKey
    return try SignedStatement(
      ClaimAnswer(
        claim: dispute.id, arbiter: fair.arbiterKey.thumbprint, party: key.publicKey, stance: stance,
        grounds: HumanText("It is what was offered."),
        evidence: bundle?.statements.map(\.digest) ?? [], issued: Self.opened), signedBy: [key])
  }

  /// The buyer's evidence with another choice than it has made in the deal.
  func bundle(choosing option: String) throws -> EvidenceBundle {
    let contract = try buyer.bundle().statements(of: .contract)[0]
    let choice = try SignedStatement(
      Choice(
        deal: fair.deal, contract: contract.digest, service: fair.terms.digest, state: "inspecting", option: option,
        party: fair.buyerKey.thumbprint, issued: Fair.start), signedBy: [fair.buyerKey])
    let others = buyer.items.filter { $0.form != StatementKind.choice.headerType }
    return try EvidenceBundle(
      deal: fair.deal,
      items: others + [EvidenceItem(deal: fair.deal, form: choice.kind.headerType, bytes: choice.canonicalBytes)],
      roles: fair.roles)
  }

  func appeal(_ ruling: Digest, by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(
      Appeal(
        ruling: ruling, arbiter: fair.arbiterKey.thumbprint, party: key.publicKey, grounds: HumanText("Look again."),
        issued: Self.opened), signedBy: [key])
  }

  func signed(_ ruling: Ruling) throws -> SignedStatement { try SignedStatement(ruling, signedBy: [fair.arbiterKey]) }

  /// What time brings at a moment, signed and taken.
  func pass(_ dispute: inout DisputeCase, to now: Timestamp) throws {
    while let next = try dispute.next(at: now, trust: fair.trust, earlier: [], times: Self.times) {
      switch next {
      case .rule(let ruling): try dispute.take(.ruled(signed(ruling)), at: now, trust: fair.trust)
      case .leaveOpen(let questions, let least):
        try dispute.take(.leftOpen(questions, atLeast: least), at: now, trust: fair.trust)
      }
    }
  }

  func judge(_ dispute: inout DisputeCase, paying cents: Int64?, at now: Timestamp = opened) throws {
    let ruling = try dispute.judgement(
      paying: cents.map { Money(minorUnits: $0, .euro) }, because: HumanText("Both were heard."), at: now,
      trust: fair.trust, earlier: [], times: Self.times)
    try dispute.take(.ruled(signed(ruling)), at: now, trust: fair.trust)
  }

  static func after(_ days: Int64) -> Timestamp { opened.advanced(by: Span(seconds: days * 86_400)) }
}
