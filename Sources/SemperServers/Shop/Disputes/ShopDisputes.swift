import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTerms

/// The shop's side of disputes: takes claims about its deals, answers by its policy or by its owner's word, once, and remembers.
struct ShopDisputes: Sendable {
  private static let most = 10_000
  private static let words = "See the evidence of this deal."

  let archive: any Archive
  let key: SigningKey
  let policy: ClaimPolicy
  let time: any TimeSource

  private var records: any Records { archive.records }

  /// Takes a claim that the arbiter brings, or anybody who has it; gives the answer once there is one.
  ///
  /// Refuses (`unknownDeal`) what is not about a deal of this shop, by its buyer and before its arbiter.
  func hear(_ signed: SignedStatement) async throws -> HeardClaim {
    let claim = try VerifiedStatement<Claim>(verifying: signed, keys: KeySet()).content
    let evidence = try await evidence(of: claim.deal)
    guard let offer = evidence?.offer, offer.seller == key.publicKey, offer.arbiter.key.thumbprint == claim.arbiter,
      claim.what.claimant == .buyer,
      claim.what == .neverOrdered || evidence?.order?.buyer.key == claim.claimant
    else { throw Refusal(.unknownDeal, blame: .peer, "this shop has no such deal with this buyer and this arbiter") }
    let dispute = ShopDispute(claim: signed, answer: nil)
    let known = try await records.transact { transaction in
      let ofDeal = try transaction.list(
        ShopDispute.table, prefix: claim.deal.bytes, after: nil, limit: ShopDispute.mostOfADeal)
      if let known = ofDeal.first(where: { $0.key == dispute.place }) { return try ShopDispute(stored: known.value) }
      guard ofDeal.count < ShopDispute.mostOfADeal else {
        throw Refusal(.overloaded, blame: .peer, "there are too many claims about this deal")
      }
      _ = try transaction.insert(dispute.canonicalBytes, for: dispute.place, in: ShopDispute.table)
      return dispute
    }
    if known.answer == nil, let stance = stance(on: claim, price: offer.price) {
      return HeardClaim(answer: try await answer(known, stance, try HumanText(Self.words)).answer)
    }
    return HeardClaim(answer: known.answer)
  }

  /// All claims, and what was said to them.
  func all() async throws -> [TillDispute] {
    try await records.read { try $0.list(ShopDispute.table, prefix: [], after: nil, limit: Self.most).map(\.value) }
      .map { try ShopDispute(stored: $0) }
      .sorted { ($0.content.issued, "\($0.claim.digest)") < ($1.content.issued, "\($1.claim.digest)") }
      .map { TillDispute(claim: $0.claim, answer: $0.answer?.statement) }
  }

  /// The owner's word on a claim. The arbiter hears it when it asks next. Refuses (`alreadyDecided`) another one than before.
  func answer(_ claim: Digest, _ stance: ClaimStance, _ grounds: HumanText) async throws -> TillDispute {
    let found = try await records.read { try $0.list(ShopDispute.table, prefix: [], after: nil, limit: Self.most) }
      .first { Array($0.key.suffix(Digest.size)) == claim.bytes }
    guard let found else { throw Refusal(.notFound, blame: .us, "nobody has brought such a claim") }
    let dispute = try ShopDispute(stored: found.value)
    let answered = try await answer(dispute, stance, grounds)
    guard let said = answered.answer?.statement.journalled(as: ClaimAnswer.self), said.stance == stance else {
      throw Refusal(.alreadyDecided, blame: .us, "the claim was answered otherwise before")
    }
    return TillDispute(claim: answered.claim, answer: answered.answer?.statement)
  }

  private func answer(_ dispute: ShopDispute, _ stance: ClaimStance, _ grounds: HumanText) async throws -> ShopDispute {
    if dispute.answer != nil { return dispute }
    let evidence = stance == .admits ? nil : try await evidence(of: dispute.content.deal)
    let answer = ClaimAnswer(
      claim: dispute.claim.digest, arbiter: dispute.content.arbiter, party: key.publicKey, stance: stance,
      grounds: grounds, evidence: evidence?.statements.map(\.digest) ?? [], issued: await time.now())
    var answered = dispute
    answered.answer = ClaimSubmission(try SignedStatement(answer, signedBy: [key]), disclosing: evidence)
    let after = answered
    return try await records.transact { transaction in
      if try transaction.replace(
        dispute.canonicalBytes, with: after.canonicalBytes, for: after.place, in: ShopDispute.table)
      {
        return after
      }
      guard let other = try transaction.value(after.place, in: ShopDispute.table) else { return after }
      return try ShopDispute(stored: other)
    }
  }

  private func stance(on claim: Claim, price: Money) -> ClaimStance? {
    let asked = claim.amount ?? price
    if let most = policy.admitsUpTo, asked.currency == most.currency, asked.minorUnits <= most.minorUnits {
      return .admits
    }
    return policy.contests ? .contests : nil
  }

  private func evidence(of deal: ID<Deal>) async throws -> EvidenceBundle? {
    let items = try await archive.evidence.items(of: deal)
    return items.isEmpty ? nil : try EvidenceBundle(deal: deal, items: items)
  }
}
