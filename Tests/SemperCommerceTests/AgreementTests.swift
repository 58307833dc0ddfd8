import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Testing

/// A contract is the one to which terms, offer and order lead, or the buyer refuses it and keeps it as evidence. The
/// seller signs each of these truly, and each differs in one place; what follows from that place follows here too.
@Suite struct AgreementTests {
  private let fair: Fair
  private let deal: HandDeal
  private let contract: Contract

  init() async throws {
    fair = try await Fair()
    deal = try HandDeal.contracted(fair)
    let draft = try #require(try deal.record(.seller).outbox.last)
    contract = try draft.draft(as: Contract.self, keys: KeySet())
  }

  @Test func theContractThatFollowsIsTaken() throws {
    #expect(try verdict(contract) == nil)
  }

  /// Members that stand in the contract itself.
  @Test func everyMemberIsAsOfferedAndOrdered() throws {
    var numbers = SeededNumbers(3)
    let other = "something else".documentDigest
    for (name, changed, code) in [
      ("deal", contract.with(deal: ID(using: &numbers)), RefusalCode.notAsOffered),
      ("order", contract.with(order: other), .notAsOffered), ("service", contract.with(service: other), .termsChanged),
      ("step", contract.with(step: "inspecting"), .notAsOffered),
      ("salt", contract.with(salt: Nonce(using: &numbers)), .notAsOffered),
      ("issued before the order", contract.with(issued: Timestamp(seconds: Fair.start.seconds - 1)), .notAsOffered),
      ("items in another order", contract.with(items: contract.items.reversed()), .notAsOffered),
      ("an item less", contract.with(items: Array(contract.items.dropLast())), .notAsOffered),
    ] {
      #expect(try verdict(changed) == code, "\(name)")
    }
  }

  /// What the buyer is to get and to pay.
  @Test func everyItemIsAsOffered() throws {
    let (bank, seller, outsider) = (fair.bankKey.thumbprint, fair.sellerKey.thumbprint, fair.arbiterKey.thumbprint)
    func price(_ text: String, _ code: String = "EUR") throws -> Money { try Money(text, Currency(code: code)) }
    let descriptions: [(String, String, ItemDescription)] = [
      ("a higher price", "buyer/price", .lock(amount: try price("12.01"), payee: seller, ledger: bank)),
      ("a lower price", "buyer/price", .lock(amount: try price("11.99"), payee: seller, ledger: bank)),
      ("another payee", "buyer/price", .lock(amount: fair.price, payee: outsider, ledger: bank)),
      ("another bank", "buyer/price", .lock(amount: fair.price, payee: seller, ledger: outsider)),
      ("other data", "seller/course", .data(fair.bad.description.summary)),
      ("another receipt", "seller/receipt", .statement(document: "another".documentDigest)),
      ("no data", "seller/course", .statement(document: "a course".documentDigest)),
    ]
    for (name, path, description) in descriptions {
      #expect(contract.items.contains { $0.path == path && $0.description != description }, "\(name)")
      let items = contract.items.map {
        $0.path == path ? DescribedItem(path: path, salt: $0.salt, description: description) : $0
      }
      #expect(try verdict(contract.describing(items)) == .notAsOffered, "\(name)")
    }
    let moved = contract.items.map {
      DescribedItem(path: $0.path + "s", salt: $0.salt, description: $0.description)
    }
    #expect(try verdict(contract.describing(moved)) == .notAsOffered)
  }

  /// Who exchanges, before which arbiter, until when, how fair.
  @Test func theExchangeIsAsOffered() throws {
    let (header, body) = (contract.terms.header, contract.terms.body)
    var numbers = SeededNumbers(4)
    let stranger = PartyTerms(
      role: .responder, key: SigningKey().publicKey, nonce: Nonce(using: &numbers),
      secret: OpeningSecret(using: &numbers))
    func terms(
      originator: PartyTerms? = nil, responder: PartyTerms? = nil, arbiter: ArbiterTerms? = nil,
      closes: Timestamp? = nil, level: FairnessLevel? = nil, window: Span? = nil, ledgers: [PublicKey]? = nil,
      context: SemperModel.Digest? = nil
    ) -> Contract {
      contract.with(
        terms: ExchangeTerms(
          header: ExchangeHeader(
            originator: originator ?? header.originator, responder: responder ?? header.responder,
            arbiter: arbiter ?? header.arbiter, closes: closes ?? header.closes),
          body: ExchangeBody(
            originatorItems: body.originatorItems, responderItems: body.responderItems, level: level ?? body.level,
            window: window ?? body.window, ledgers: ledgers ?? body.ledgers, context: context ?? body.context)))
    }
    let renewed = PartyTerms(
      key: header.responder.key, nonce: Nonce(using: &numbers), commitment: header.responder.commitment)
    let other = ArbiterTerms(
      key: header.arbiter.key, sealingKey: header.arbiter.sealingKey, epoch: 2, policy: header.arbiter.policy)
    for (name, changed) in [
      ("a stranger in the buyer's place", terms(responder: stranger)),
      ("a stranger in the seller's place", terms(originator: stranger)),
      ("roles changed", terms(originator: header.responder, responder: header.originator)),
      ("another nonce of the buyer's", terms(responder: renewed)), ("another arbiter", terms(arbiter: other)),
      ("it closes earlier", terms(closes: Timestamp(seconds: header.closes.seconds - 1))),
      ("it closes later", terms(closes: header.closes.advanced(by: Span(seconds: 1)))),
      ("another level", terms(level: .strong)), ("a shorter window", terms(window: Span(seconds: 60))),
      ("another ledger", terms(ledgers: [fair.arbiterKey.publicKey])),
      ("one more ledger", terms(ledgers: body.ledgers + [fair.arbiterKey.publicKey])),
      ("another deal's context", terms(context: "another".documentDigest)),
    ] {
      #expect(try verdict(changed) == .notAsOffered, "\(name)")
    }
  }

  /// A contract that follows in all else but was made when the order did not stand, by a seller that does not look: its
  /// deal began before sellers did.
  @Test func aContractIsMadeWhileTheOrderStands() throws {
    let order = try #require(try deal.record(.buyer).order)
    let expires = try VerifiedStatement<Order>(verifying: order, keys: KeySet()).content.expires
    for (issued, code) in [(expires, nil), (expires.advanced(by: Span(seconds: 1)), RefusalCode.tooLate)] {
      #expect(try verdict(draft(on: order, by: .seller, at: issued)) == code)
    }
  }

  /// A contract that was made before the order by a seller that knew the buyer's key and numbers.
  @Test func aContractIsNotMadeBeforeItsOrder() throws {
    let earlier = Timestamp(seconds: Fair.start.seconds - 1)
    let header = contract.terms.header
    let receipt = Receipt(
      deal: contract.receipt.deal, article: contract.receipt.article, amount: contract.receipt.amount,
      payee: contract.receipt.payee, issued: earlier)
    let items = contract.items.map { item in
      guard item.description.itemClass == .statement else { return item }
      return DescribedItem(
        path: item.path, salt: item.salt, description: .statement(document: receipt.documentDigest))
    }
    let described = contract.describing(items)
    let terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: header.originator, responder: header.responder, arbiter: header.arbiter,
        closes: Timestamp(seconds: header.closes.seconds - 1)), body: described.terms.body)
    #expect(try verdict(described.with(terms: terms, receipt: receipt, issued: earlier)) == .tooLate)
  }

  /// Neither clock is known to be wrong: a little is borne, and nobody is blamed for more.
  @Test func theClocksMayDifferALittle() throws {
    let order = try #require(try deal.record(.buyer).order)
    for (behind, code) in [(0, nil), (3, nil), (300, nil), (301, RefusalCode.expired)] as [(Int64, RefusalCode?)] {
      let now = Timestamp(seconds: Fair.start.seconds - behind)
      var behindhand = HandDeal(unopened: fair)
      try behindhand.hand(.opened(fair.opening(.seller, opened: now)), to: .seller, at: now)
      switch try behindhand.judge(order, by: .seller, at: now) {
      case .received: #expect(code == nil, "\(behind)")
      case .refused(let refusal, _):
        #expect(refusal.code == code && refusal.blame == .undetermined, "\(behind): \(refusal)")
        continue
      case .opened, .signed, .delivered, .turnedDown, .withdrawn, .decided, .chosen, .filled, .handed, .taken, .raised,
        .ruled, .exchange, .timePassed, .closed, nil:
        Issue.record("this is no verdict")
      }
      #expect(try verdict(draft(on: order, by: .seller, at: now)) == nil, "\(behind)")
    }
  }

  /// What a seller drafts when it gets the order at that time, whether it should or not.
  private func draft(on order: SignedStatement, by side: DealSide, at now: Timestamp) throws -> SignedStatement {
    var drafting = HandDeal(unopened: fair)
    try drafting.hand(.opened(fair.opening(side, opened: nil)), to: side, at: now)
    try drafting.hand(.received(order), to: side, at: now)
    return try #require(try drafting.record(side).outbox.last)
  }

  /// The seller's code would have refused these orders; here an order is all that differs.
  @Test func anOrderFitsTheOfferAndItsTerms() throws {
    let order = try #require(try deal.record(.buyer).order)
    let content = try VerifiedStatement<Order>(verifying: order, keys: KeySet()).content
    let offer = try VerifiedStatement<Offer>(verifying: fair.offer, keys: KeySet())
    let terms = try VerifiedStatement<TermsOfBusiness>(verifying: fair.terms, keys: KeySet([fair.sellerKey.publicKey]))
    let other = "something else".documentDigest
    for (name, changed, code) in [
      ("other terms", content.with(service: other), RefusalCode.termsChanged),
      ("another offer", content.with(offer: other), .notAsOffered),
      ("another seller", content.with(seller: fair.bankKey.thumbprint), .notAsOffered),
    ] {
      let signed = try VerifiedStatement(signing: changed, with: [fair.buyerKey])
      let refusal = #expect(throws: Refusal.self, "\(name)") {
        try Agreement(terms: terms, offer: offer, order: signed)
      }
      #expect(refusal?.code == code, "\(name)")
    }
    _ = try Agreement(terms: terms, offer: offer, order: VerifiedStatement(signing: content, with: [fair.buyerKey]))
  }

  @Test func anOfferStaysWithinItsTerms() throws {
    let offer = try VerifiedStatement<Offer>(verifying: fair.offer, keys: KeySet()).content
    let terms = try VerifiedStatement<TermsOfBusiness>(verifying: fair.terms, keys: KeySet([fair.sellerKey.publicKey]))
    func verdict(_ offer: Offer, _ digest: SemperModel.Digest? = nil) -> RefusalCode? {
      do {
        try Agreement.check(offer: offer, under: terms.content, digest ?? terms.digest)
        return nil
      } catch { return error.code }
    }
    #expect(verdict(offer) == nil)
    #expect(verdict(try offer.with(price: Money("500.00", .euro))) == nil)
    #expect(verdict(try offer.with(price: Money("500.01", .euro))) == .outsideTerms)
    #expect(verdict(try offer.with(price: Money("1.00", Currency(code: "USD")))) == .outsideTerms)
    #expect(verdict(offer, "other terms".documentDigest) == .termsChanged)
    #expect(verdict(offer.with(seller: fair.bankKey.publicKey)) == .termsChanged)
  }

  private func verdict(_ contract: Contract) throws -> RefusalCode? {
    try verdict(SignedStatement(contract, signedBy: [fair.sellerKey]))
  }

  /// Why the buyer refuses a draft, `nil` when it takes it. A refused one must be kept.
  private func verdict(_ draft: SignedStatement) throws -> RefusalCode? {
    switch try deal.judge(draft, by: .buyer) {
    case .received: return nil
    case .refused(let refusal, let kept):
      #expect(kept == draft)
      var after = deal
      try after.hand(.refused(refusal, kept), to: .buyer)
      #expect(try after.machine(.buyer).end == "end.nothing" && after.record(.buyer).refused == [draft])
      return refusal.code
    case .opened, .signed, .delivered, .turnedDown, .withdrawn, .decided, .chosen, .filled, .handed, .taken, .raised,
      .ruled, .exchange, .timePassed, .closed, nil:
      Issue.record("this is no verdict")
      return nil
    }
  }
}
