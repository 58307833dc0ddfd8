import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
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
  /// By which certificates the shop judges what it is given to show.
  let trust: TrustList
  let transport: any Transport
  let time: any TimeSource

  var records: any Records { archive.records }

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
    let known = try await add(ShopDispute(claim: signed))
    if known.answer == nil, let stance = stance(on: claim, price: offer.price) {
      return HeardClaim(answer: try await answer(known, stance, try HumanText(Self.words)).answer)
    }
    return HeardClaim(answer: known.answer)
  }

  /// Keeps a claim; gives what is known of it already.
  @discardableResult func add(_ dispute: ShopDispute) async throws -> ShopDispute {
    try await records.transact { transaction in
      let ofDeal = try transaction.list(
        ShopDispute.table, prefix: dispute.content.deal.bytes, after: nil, limit: ShopDispute.mostOfADeal)
      if let known = ofDeal.first(where: { $0.key == dispute.place }) { return try ShopDispute(stored: known.value) }
      guard ofDeal.count < ShopDispute.mostOfADeal else {
        throw Refusal(.overloaded, blame: .peer, "there are too many claims about this deal")
      }
      _ = try transaction.insert(dispute.canonicalBytes, for: dispute.place, in: ShopDispute.table)
      return dispute
    }
  }

  /// All claims, what was said to them, and how their cases stand. The arbiter is asked about those that are not over; one that
  /// does not answer is asked the next time.
  func all() async throws -> [TillDispute] {
    let known = try await records.read {
      try $0.list(ShopDispute.table, prefix: [], after: nil, limit: Self.most).map(\.value)
    }.map { try ShopDispute(stored: $0) }
    var shown: [ShopDispute] = []
    for dispute in known { shown.append(try await followed(dispute)) }
    shown.sort { ($0.content.issued, "\($0.claim.digest)") < ($1.content.issued, "\($1.claim.digest)") }
    var told: [TillDispute] = []
    for dispute in shown { told.append(try await self.shown(dispute)) }
    return told
  }

  /// As the owner is shown it, with what the deal was about.
  func shown(_ dispute: ShopDispute) async throws -> TillDispute {
    TillDispute(
      claim: dispute.claim, answer: dispute.answer?.statement, news: dispute.news,
      title: try await evidence(of: dispute.content.deal)?.offer?.title.text)
  }

  /// Asks once for a person's judgement on a ruling that the shop has lost.
  func appeal(_ claim: Digest, _ grounds: HumanText) async throws -> TillDispute {
    let dispute = try await followed(try await dispute(claim))
    guard let ruling = dispute.news?.ruling, let offer = try await evidence(of: dispute.content.deal)?.offer else {
      throw Refusal(.notFound, blame: .us, "there is no ruling on this claim yet")
    }
    let appeal = Appeal(
      ruling: ruling.digest, arbiter: dispute.content.arbiter, party: key.publicKey, grounds: grounds,
      issued: await time.now())
    let news = try await arbiter(offer).appeal(SignedStatement(appeal, signedBy: [key]), in: claim)
    return try await shown(note(news, on: dispute, offer))
  }

  /// As the arbiter has it now; a claim of the shop's own is brought to it first.
  func followed(_ dispute: ShopDispute) async throws -> ShopDispute {
    guard !dispute.isOver, let offer = try await evidence(of: dispute.content.deal)?.offer else { return dispute }
    do {
      let news =
        if dispute.news == nil, let disclosed = dispute.disclosed {
          try await arbiter(offer).open(ClaimSubmission(dispute.claim, disclosing: disclosed))
        } else { try await arbiter(offer).news(of: dispute.claim.digest) }
      return try await note(news, on: dispute, offer)
    } catch is TransportError {
      return dispute
    } catch is Refusal {
      return dispute
    }
  }

  /// Whatever the arbiter says is held against its key before it is believed.
  private func note(_ news: DisputeNews, on dispute: ShopDispute, _ offer: Offer) async throws -> ShopDispute {
    _ = try news.standing(of: offer.arbiter.key)
    guard news.id == dispute.claim.digest else {
      throw Refusal(.wrongSigner, blame: .provider, "the arbiter answered about another claim")
    }
    var noted = dispute
    noted.news = news
    return try await keep(noted, over: dispute)
  }

  private func arbiter(_ offer: Offer) -> DisputeClient {
    DisputeClient(transport: transport, address: offer.arbiterAddress)
  }

  private func dispute(_ claim: Digest) async throws -> ShopDispute {
    let found = try await records.read { try $0.list(ShopDispute.table, prefix: [], after: nil, limit: Self.most) }
      .first { Array($0.key.suffix(Digest.size)) == claim.bytes }
    guard let found else { throw Refusal(.notFound, blame: .us, "nobody has brought such a claim") }
    return try ShopDispute(stored: found.value)
  }

  /// Writes a claim in the place of what it was; gives what it is if it has become something else meanwhile.
  private func keep(_ after: ShopDispute, over before: ShopDispute) async throws -> ShopDispute {
    try await records.transact { transaction in
      if try transaction.replace(
        before.canonicalBytes, with: after.canonicalBytes, for: after.place, in: ShopDispute.table)
      {
        return after
      }
      guard let other = try transaction.value(after.place, in: ShopDispute.table) else { return after }
      return try ShopDispute(stored: other)
    }
  }

  /// The owner's word on a claim. The arbiter hears it when it asks next. Refuses (`alreadyDecided`) another one than before.
  ///
  /// - Parameter carriages: what carriers say of the goods; kept with the evidence of the deal, which the answer shows.
  func answer(
    _ claim: Digest, _ stance: ClaimStance, _ grounds: HumanText, showing carriages: [SignedStatement]
  ) async throws -> TillDispute {
    let known = try await dispute(claim)
    guard !known.isOwn else {
      throw Refusal(.notAParty, blame: .us, "it is the shop's own claim; the buyer answers it")
    }
    let shown = known.answer?.statement.journalled(as: ClaimAnswer.self).evidence
    guard carriages.allSatisfy({ shown?.contains($0.digest) ?? true }) else {
      throw Refusal(
        .alreadyDecided, blame: .us, "the claim was answered before, and the answer shows what it showed then")
    }
    try await keep(carriages, with: known.content.deal)
    let answered = try await answer(known, stance, grounds)
    guard let said = answered.answer?.statement.journalled(as: ClaimAnswer.self), said.stance == stance else {
      throw Refusal(.alreadyDecided, blame: .us, "the claim was answered otherwise before")
    }
    return try await self.shown(answered)
  }

  private func answer(_ dispute: ShopDispute, _ stance: ClaimStance, _ grounds: HumanText) async throws -> ShopDispute {
    if dispute.answer != nil { return dispute }
    let evidence = stance == .admits ? nil : try await evidence(of: dispute.content.deal)
    let answer = ClaimAnswer(
      claim: dispute.claim.digest, arbiter: dispute.content.arbiter, party: key.publicKey, stance: stance,
      grounds: grounds, evidence: evidence?.statements.map(\.digest) ?? [], issued: await time.now())
    var answered = dispute
    answered.answer = ClaimSubmission(try SignedStatement(answer, signedBy: [key]), disclosing: evidence)
    return try await keep(answered, over: dispute)
  }

  private func stance(on claim: Claim, price: Money) -> ClaimStance? {
    let asked = claim.amount ?? price
    if let most = policy.admitsUpTo, asked.currency == most.currency, asked.minorUnits <= most.minorUnits {
      return .admits
    }
    return policy.contests ? .contests : nil
  }

  /// Keeps what carriers say with the evidence of a deal, if it would hold in a dispute.
  func keep(_ carriages: [SignedStatement], with deal: ID<Deal>) async throws {
    guard !carriages.isEmpty else { return }
    guard let bundle = try await evidence(of: deal) else {
      throw Refusal(.unknownDeal, blame: .us, "this shop knows no such deal")
    }
    try await archive.evidence.add(bundle.kept(carriages, trust: trust, at: time.now()))
  }

  func evidence(of deal: ID<Deal>) async throws -> EvidenceBundle? {
    let items = try await archive.evidence.items(of: deal)
    return items.isEmpty ? nil : try EvidenceBundle(deal: deal, items: items)
  }
}
