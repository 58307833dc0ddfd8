import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTerms

// What the shop claims itself, and how hearings in its deals end.
extension ShopDisputes {
  /// Brings a claim about a deal to the arbiter that its offer names. Durable before anything is sent; the same claim again is the
  /// same case.
  ///
  /// Refuses (`outsideTerms`) a claim that the terms do not let a seller raise in the deal's present state.
  func claim(
    _ kind: ClaimKind, about machine: DealMachine, amount: Money?, because grounds: HumanText,
    showing carriages: [SignedStatement]
  ) async throws -> TillDispute {
    guard let record = machine.record else {
      throw Refusal(.unknownDeal, blame: .us, "this shop knows no such deal")
    }
    let own = (record.claims ?? ClaimKind.allCases).filter { $0.claimant == .seller }
    guard own.contains(kind) else {
      let known = own.map(\.rawValue).joined(separator: ", ")
      throw Refusal(
        .outsideTerms, blame: .us, "a seller can claim here: \(known.isEmpty ? "nothing" : known)")
    }
    let known = try await disputes(of: record.opening.deal).first {
      $0.isOwn && $0.content.what == kind && $0.content.state == machine.position
    }
    if let known {
      guard carriages.allSatisfy({ known.content.evidence.contains($0.digest) }) else {
        throw Refusal(.alreadyDecided, blame: .us, "this claim was brought before, and shows what it showed then")
      }
      return try await shown(followed(known))
    }
    try await keep(carriages, with: record.opening.deal)
    guard let bundle = try await evidence(of: record.opening.deal) else {
      throw Refusal(.unknownDeal, blame: .us, "this shop knows no such deal")
    }
    let described = try await described(bundle, record.offer)
    let claim = Claim(
      deal: record.opening.deal, service: record.offer.service, claimant: key.publicKey,
      arbiter: record.offer.arbiter.key.thumbprint, what: kind, amount: amount, grounds: grounds,
      state: machine.position, evidence: described.statements.map(\.digest), issued: await time.now())
    let dispute = ShopDispute(
      claim: try SignedStatement(claim, signedBy: [key]), disclosed: described)
    try await add(dispute)
    return try await shown(followed(dispute))
  }

  /// The claims of the shop about a deal, for its buyer, who answers them.
  func own(in deal: ID<Deal>) async throws -> [SignedStatement] {
    try await disputes(of: deal).filter(\.isOwn).map(\.claim)
  }

  /// The final ruling on what either side has claimed in a hearing of a deal that lasts until then; `nil` while there is none.
  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    guard let course = record.course else { return nil }
    for dispute in try await disputes(of: record.opening.deal) where dispute.content.state == course.position {
      guard let final = try await followed(dispute).news?.final else { continue }
      if (try? record.heard(final, until: until)) != nil { return final }
    }
    return nil
  }

  /// What the bank has moved to the buyer of a deal by rulings, as far as the arbiter has said.
  func moved(in deal: ID<Deal>, currency: Currency) async throws -> Money {
    var sum = Money.zero(currency)
    for dispute in try await disputes(of: deal) {
      let moved = try await followed(dispute).news?.enforcement?.journalled(as: Enforcement.self).paid
      sum = moved.flatMap(sum.adding) ?? sum
    }
    return sum
  }

  /// With who the roles are, which the shop does not keep.
  private func described(_ bundle: EvidenceBundle, _ offer: Offer) async throws -> EvidenceBundle {
    guard let deal = bundle.deal else {
      throw Refusal(.unknownDeal, blame: .us, "nothing was ordered in this deal")
    }
    var roles: [SignedStatement] = []
    for address in [offer.shop, offer.bank.address, offer.arbiterAddress] {
      roles.append(try await ShopClient(transport: transport, address: address).description())
    }
    return try EvidenceBundle(deal: deal, items: try await archive.evidence.items(of: deal), roles: roles)
  }

  private func disputes(of deal: ID<Deal>) async throws -> [ShopDispute] {
    try await records.read {
      try $0.list(ShopDispute.table, prefix: deal.bytes, after: nil, limit: ShopDispute.mostOfADeal).map(\.value)
    }.map { try ShopDispute(stored: $0) }
  }
}
