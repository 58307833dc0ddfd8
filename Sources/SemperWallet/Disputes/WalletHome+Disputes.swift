import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCoding
public import SemperCommerce
import SemperCommunication
public import SemperCryptography
import SemperEcash
import SemperEngine
import SemperExchange
public import SemperModel
import SemperPayments
public import SemperTerms
import SemperTrustedUI

// Claims about deals, from the claim to the money.
extension WalletHome {
  private static let most = 1_000
  private static let brief = Span(seconds: 10)

  /// Brings a claim about a deal to the arbiter that its offer names, with the evidence of that deal and of no other. Durable before
  /// anything is sent; the same claim again is the same case.
  ///
  /// - Parameter carriages: what carriers say of the goods; kept with the evidence of the deal.
  public func claim(
    _ kind: ClaimKind, about deal: ID<Deal>, amount: Money?, because grounds: HumanText,
    showing carriages: [SignedStatement] = []
  ) async throws -> WalletDispute {
    let machine = try await deals.restored(deal)
    guard let record = machine.record, kind.claimant == .buyer else { throw WalletError(.notFound, .errorDeal) }
    if let claims = record.claims, !claims.contains(kind) {
      let own = claims.filter { $0.claimant == .buyer }.map(\.rawValue).joined(separator: ", ")
      throw Refusal(
        .outsideTerms, blame: .us, "the terms let you claim in this state: \(own.isEmpty ? "nothing" : own)")
    }
    let state = record.choice.flatMap { record.course == nil ? $0 : nil } ?? machine.position
    let known = try await disputes().first {
      $0.content.deal == deal && $0.content.what == kind && $0.content.state == state
    }
    if let known {
      guard carriages.allSatisfy({ known.content.evidence.contains($0.digest) }) else {
        throw Refusal(.alreadyDecided, blame: .us, "this claim was brought before, and shows what it showed then")
      }
      return try await advanced(known)
    }
    try await keep(carriages, with: deal)
    let bundle = try await bundle(of: deal)
    let key = keys.signing(deal)
    let claim = Claim(
      deal: deal, service: record.offer.service, claimant: key.publicKey,
      arbiter: record.offer.arbiter.key.thumbprint, what: kind, amount: amount, grounds: grounds,
      state: state, evidence: bundle.statements.map(\.digest), issued: await time.now())
    let dispute = WalletDispute(claim: try SignedStatement(claim, signedBy: [key]), title: record.offer.title.text)
    try await keep(dispute)
    return try await advanced(dispute)
  }

  /// The claims of this wallet, the oldest first.
  public func disputes() async throws -> [WalletDispute] {
    try await home.archive.records.read {
      try $0.list(WalletDispute.table, prefix: [], after: nil, limit: Self.most).map(\.value)
    }
    .map { try WalletDispute(canonicalBytes: $0, limits: EvidenceBundle.limits) }
    .sorted { ($0.content.issued, "\($0.claim.digest)") < ($1.content.issued, "\($1.claim.digest)") }
  }

  /// Asks about every claim that is not over, and takes what final rulings give.
  public func followDisputes() async throws -> [WalletDispute] {
    var followed: [WalletDispute] = []
    for dispute in try await disputes() {
      do {
        followed.append(try await advanced(dispute))
      } catch is TransportError {
        followed.append(dispute)
      } catch let refusal as Refusal {
        // One that cannot go on holds up no other.
        deals.around.logger.error("a claim cannot go on", metadata: ["error": "\(refusal)"])
        followed.append(dispute)
      }
    }
    return followed
  }

  /// Likewise after other business, and says what has changed. It holds up nobody for long; what fails or takes longer is tried again
  /// the next time.
  func followDisputesBriefly() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await tellDisputes() }
      group.addTask { try? await time.wait(until: time.now().advanced(by: Self.brief)) }
      await group.next()
      group.cancelAll()
    }
  }

  private func tellDisputes() async {
    do {
      let before = try await disputes()
      guard before.contains(where: { !$0.isOver }) else { return }
      let texts = WalletTexts.of(deals.around.display.language)
      let words = DisputeWords(texts.language)
      for (old, new) in zip(before, try await followDisputes()) where old.news?.stage != new.news?.stage {
        guard let stage = new.news?.stage else { continue }
        deals.around.display.note(
          texts(
            WalletText.disputeNews,
            [
              "title": HumanText.line(new.title), "kind": words.kind(new.content.what),
              "stage": words.stage(stage),
            ]))
      }
    } catch is CancellationError {
      // The business before it is done, and this may wait.
    } catch {
      deals.around.logger.notice("disputes were not looked after", metadata: ["error": "\(error)"])
    }
  }

  /// Asks once for a person's judgement on a ruling that this wallet has lost.
  public func appeal(about deal: ID<Deal>, because grounds: HumanText) async throws -> WalletDispute {
    // The ruling may have come since the arbiter was last asked.
    var ruled: [WalletDispute] = []
    for known in try await disputes() where known.content.deal == deal { ruled.append(try await advanced(known)) }
    guard let dispute = ruled.last(where: { $0.news?.ruling != nil }), let ruling = dispute.news?.ruling
    else { throw WalletError(.notFound, .errorDispute) }
    let key = keys.signing(deal)
    let appeal = Appeal(
      ruling: ruling.digest, arbiter: dispute.content.arbiter, party: key.publicKey, grounds: grounds,
      issued: await time.now())
    var appealed = dispute
    appealed.news = try await arbiter(of: dispute).appeal(
      SignedStatement(appeal, signedBy: [key]), in: dispute.claim.digest)
    try await keep(appealed)
    return appealed
  }

  /// Answers what the seller has claimed about a deal, once: admits it, or some of it, or contests it with the evidence of the deal.
  public func answer(
    about deal: ID<Deal>, _ stance: ClaimStance, because grounds: HumanText, showing carriages: [SignedStatement] = []
  ) async throws -> [DisputeNews] {
    guard let record = try await deals.restored(deal).record else { throw WalletError(.notFound, .errorDeal) }
    try await keep(carriages, with: deal)
    let arbiter = DisputeClient(transport: transport, address: record.offer.arbiterAddress)
    var answered: [DisputeNews] = []
    for claim in try await deals.hearing.claimsAgainst(record) {
      let news = try await arbiter.news(of: claim.digest)
      guard news.stage == .hearing, news.answer == nil else { continue }
      let evidence = stance == .admits ? nil : try await bundle(of: deal)
      let key = keys.signing(deal)
      let answer = ClaimAnswer(
        claim: claim.digest, arbiter: claim.content.arbiter, party: key.publicKey, stance: stance, grounds: grounds,
        evidence: evidence?.statements.map(\.digest) ?? [], issued: await time.now())
      answered.append(
        try await arbiter.answer(ClaimSubmission(SignedStatement(answer, signedBy: [key]), disclosing: evidence)))
    }
    guard !answered.isEmpty else { throw WalletError(.notFound, .errorDispute) }
    return answered
  }

  /// Keeps what carriers say with the evidence of a deal, if it would hold in a dispute.
  private func keep(_ carriages: [SignedStatement], with deal: ID<Deal>) async throws {
    guard !carriages.isEmpty else { return }
    let kept = try await bundle(of: deal).kept(carriages, trust: WalletFiles(home: home.path).trust(), at: time.now())
    try await home.archive.evidence.add(kept)
  }

  // MARK: Steps

  private func advanced(_ dispute: WalletDispute) async throws -> WalletDispute {
    guard !dispute.isOver else { return dispute }
    var moved = dispute
    let (arbiter, offer) = (try await arbiter(of: dispute), try await offer(of: dispute))
    moved.news =
      dispute.news == nil
      ? try await arbiter.open(
        ClaimSubmission(
          dispute.claim, disclosing: bundle(of: dispute.content.deal).named(by: dispute.content.evidence)))
      : try await arbiter.news(of: dispute.claim.digest)
    // Whatever it says is held against its key before it is believed.
    let ruling = try moved.news?.standing(of: offer.arbiter.key)
    try await keep(moved)
    guard let final = moved.news?.final, ruling?.remedy.amount(for: .buyer) != nil else { return moved }
    let word = try await enforced(final, moved, offer)
    moved.enforcement = word.signed
    try await keep(moved)
    try await collect(dispute.content.deal, offer)
    moved.news = try await arbiter.tell(word.signed, in: dispute.claim.digest)
    try await keep(moved)
    return moved
  }

  private func enforced(
    _ final: SignedStatement, _ dispute: WalletDispute, _ offer: Offer
  ) async throws -> VerifiedStatement<Enforcement> {
    let bundle = try await bundle(of: dispute.content.deal)
    let agreements = Array(bundle.agreements.suffix(EnforceOrder.mostAgreements))
    guard let offered = bundle.statements(of: .offer).first, let order = bundle.statements(of: .order).first,
      !agreements.isEmpty
    else { throw WalletError(.notFound, .errorDispute) }
    let key = keys.signing(dispute.content.deal)
    let request = EnforceOrder(
      bank: offer.bank.key.thumbprint, claimant: key.publicKey, offer: offered, order: order, agreements: agreements,
      ruling: final,
      account: account(of: bundle).thumbprint, issued: await time.now())
    return try await RulingClient(transport: transport, address: offer.bank.address, bank: offer.bank.key)
      .enforce(VerifiedStatement(signing: request, with: [key]))
  }

  /// What was paid with coins comes back to an account of the deal's own key, so that the bank learns nothing; else to the wallet's.
  private func account(of bundle: EvidenceBundle) -> SigningKey {
    guard let order = bundle.order else { return keys.account }
    guard let offer = bundle.offer, let payment = order.payment,
      let agreed = try? payment.verified(deal: order.deal, on: offer, order.offer),
      agreed.terms.scheme.name != "ecash"
    else { return keys.signing(order.deal) }
    return keys.account
  }

  /// Takes as coins what stands on the deal's own account.
  private func collect(_ deal: ID<Deal>, _ offer: Offer) async throws {
    let key = keys.signing(deal)
    guard account(of: try await bundle(of: deal)).thumbprint == key.thumbprint else { return }
    _ = try await purse.recover()
    let client = MintClient(
      transport: transport, address: offer.bank.address, mint: offer.bank.key,
      auditors: .certified(by: deals.around.roles.roots))
    let held = try await client.account(of: key, now: time.now()).balance
    guard held.minorUnits > 0 else { return }
    let purse = EcashPurse(
      records: home.archive.records, client: client, seed: keys.purse, account: key, keys: deals.purseKeys, time: time)
    try await purse.withdraw(held)
  }

  private func arbiter(of dispute: WalletDispute) async throws -> DisputeClient {
    DisputeClient(transport: transport, address: try await offer(of: dispute).arbiterAddress)
  }

  private func offer(of dispute: WalletDispute) async throws -> Offer {
    guard let offer = try await deals.restored(dispute.content.deal).record?.offer else {
      throw WalletError(.notFound, .errorDeal)
    }
    return offer
  }

  private func keep(_ dispute: WalletDispute) async throws {
    try await home.archive.records.transact {
      try $0.set(dispute.canonicalBytes, for: dispute.claim.digest.bytes, in: WalletDispute.table)
    }
  }
}
