import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import SemperTesting
import Testing

/// What arrives in a deal: what is not the peer's is thrown back, what is the peer's and not allowed now is kept.
@Suite struct DealVerifierTests {
  private let fair: Fair

  init() async throws { fair = try await Fair() }

  private func order(_ deal: HandDeal) throws -> Order {
    try VerifiedStatement<Order>(verifying: #require(try deal.record(.buyer).order), keys: KeySet()).content
  }

  @Test func anOrderOpensThisDealWhileTheOfferStands() throws {
    let deal = try HandDeal(fair)
    var numbers = SeededNumbers(5)
    let order = try order(deal)
    let early = Fair.start.advanced(by: Span(seconds: 1))
    let other = "something else".documentDigest
    for (name, changed, now, code) in [
      ("another deal", order.with(deal: ID(using: &numbers)), Fair.start, RefusalCode.unknownDeal),
      ("an order that has expired", order.with(expires: early), early.advanced(by: Span(seconds: 1)), .expired),
      ("other terms", order.with(service: other), Fair.start, .termsChanged),
      ("another offer", order.with(offer: other), Fair.start, .notAsOffered),
      ("for another seller", order.with(seller: fair.bankKey.thumbprint), Fair.start, .notAsOffered),
      ("too late", order, Fair.start.advanced(by: Span(seconds: 3_601)), .tooLate),
    ] {
      let signed = try SignedStatement(changed, signedBy: [fair.buyerKey])
      #expect(try kept(deal.judge(signed, by: .seller, at: now), signed) == code, "\(name)")
    }
    let right = try SignedStatement(order, signedBy: [fair.buyerKey])
    #expect(try deal.judge(right, by: .seller) == .received(right))
    // An order that still stands at its last second.
    let lasting = try SignedStatement(order.with(expires: early), signedBy: [fair.buyerKey])
    #expect(try deal.judge(lasting, by: .seller, at: early) == .received(lasting))
  }

  /// The buyer does not sign an order for it, and the seller takes none.
  @Test func anOfferThatHasExpiredIsNotOrdered() throws {
    let last = Fair.start.advanced(by: Fair.year)
    let order = try order(HandDeal(fair))
    for (now, isOver) in [(last, false), (last.advanced(by: Span(seconds: 1)), true)] {
      var deal = HandDeal(unopened: fair)
      for side in DealSide.allCases { try deal.hand(.opened(fair.opening(side, opened: last)), to: side, at: now) }
      #expect(try (deal.record(.buyer).order == nil) == isOver)
      #expect(try deal.machine(.buyer).end == (isOver ? "end.nothing" : nil))
      let signed = try SignedStatement(
        order.with(expires: now.advanced(by: Span(seconds: 9))), signedBy: [fair.buyerKey])
      #expect(try kept(deal.judge(signed, by: .seller, at: now), signed) == (isOver ? .expired : nil))
    }
  }

  /// Somebody at the seller's thinks about an order until it stands no more.
  @Test func anOrderThatHasExpiredLeadsToNoContract() throws {
    let fresh = try HandDeal(fair)
    let order = try #require(try fresh.record(.buyer).order)
    let expires = try self.order(fresh).expires
    for (answered, isOver) in [(expires, false), (expires.advanced(by: Span(seconds: 1)), true)] {
      var machine = try fresh.machine(.seller)
      _ = machine.handle(.received(order), at: Fair.start)
      let actions = machine.handle(.decided(.order, .satisfied), at: answered)
      let signs = actions.contains { if case .sign(.contract) = $0 { true } else { false } }
      let refuses = actions.contains { if case .decide(.contract, .some, _) = $0 { true } else { false } }
      #expect(signs == !isOver && refuses == isOver)
    }
  }

  @Test func whatIsNotThePeersIsThrownBack() throws {
    let fresh = try HandDeal(fair)
    let order = try order(fresh)
    let deal = try HandDeal.contracted(fair)
    let draft = try #require(try deal.record(.seller).outbox.last)
    // A stranger's and the own statement, at either side.
    for (name, side, signed) in [
      ("a stranger's query", DealSide.buyer, try query(by: SigningKey())),
      ("the buyer's own query", .buyer, try query(by: fair.buyerKey)),
      ("the seller's own query", .seller, try query(by: fair.sellerKey)),
    ] {
      try refused(.wrongSigner, "\(name)") { _ = try deal.judge(signed, by: side) }
    }
    // Bytes of the payload changed after it was signed.
    let altered = try SignedStatement(
      order.with(expires: order.issued.advanced(by: Span(seconds: 9))), signedBy: [fair.buyerKey])
    let original = try SignedStatement(order, signedBy: [fair.buyerKey])
    try refused(.badSignature, "signatures of another order") {
      _ = try fresh.judge(try altered.signed(as: original), by: .seller)
    }
    try refused(.badSignature, "signatures of another draft") {
      let contract = try draft.draft(as: Contract.self, keys: KeySet())
      let other = try SignedStatement(contract.with(step: "ordering"), signedBy: [fair.sellerKey])
      _ = try deal.judge(try other.signed(as: draft), by: .buyer)
    }
    try refused(.badSignature, "signatures of another call, which would be kept as the buyer's") {
      let call = try query(by: fair.buyerKey, 1).signed(as: query(by: fair.buyerKey, 2))
      _ = try deal.judge(call, by: .seller)
    }
    try refused(.unknownDeal, "before a deal has begun") { _ = try DealVerifier(DealMachine()) }
  }

  /// Truly the peer's, and not allowed by the terms at this moment.
  @Test func whatTheTermsDoNotAllowNowIsKept() throws {
    let fresh = try HandDeal(fair)
    let deal = try HandDeal.contracted(fair)
    let committed = try HandDeal.committed(fair)
    let order = try #require(try fresh.record(.buyer).order)
    let draft = try #require(try deal.record(.seller).outbox.last)
    let exchange = try #require(try committed.machine(.seller).exchange?.side.terms.id)
    let m1 = try SignedStatement(
      CommitOriginator(
        exchange: exchange, party: fair.buyerKey.thumbprint, commitment: Commitment(escrow: ByteString([1]), locked: [])
      ),
      signedBy: [fair.buyerKey])
    for (name, deal, side, signed) in [
      ("a second order", deal, DealSide.seller, try another(order)),
      ("a call to the arbiter", deal, .seller, try query(by: fair.buyerKey)),
      ("a call to the arbiter in the exchange", committed, .seller, try query(by: fair.buyerKey)),
      ("a call to the arbiter", deal, .buyer, try query(by: fair.sellerKey)),
      ("the originator's message by the responder", committed, .seller, m1),
      ("a contract that both have signed, for a draft", deal, .buyer, try draft.countersigned(by: fair.buyerKey)),
    ] {
      #expect(try kept(deal.judge(signed, by: side), signed) == .outsideTerms, "\(name) to the \(side.rawValue)")
    }
  }

  @Test func theSellerTakesItsOwnContractBack() throws {
    let deal = try HandDeal.contracted(fair)
    let draft = try #require(try deal.record(.seller).outbox.last)
    let contract = try draft.draft(as: Contract.self, keys: KeySet())
    let right = try draft.countersigned(by: fair.buyerKey)
    #expect(try deal.judge(right, by: .seller) == .received(right))
    // Only the buyer has signed; or another contract, which the seller never made.
    let half = try SignedStatement(contract, signedBy: [fair.buyerKey])
    var numbers = SeededNumbers(6)
    let other = try SignedStatement(contract.with(salt: Nonce(using: &numbers)), signedBy: [fair.buyerKey])
    #expect(try kept(deal.judge(half, by: .seller), half) == .notAsOffered)
    #expect(try kept(deal.judge(other, by: .seller), other) == .notAsOffered)
    // One that follows from the same order and that both have signed, but in another life of the seller.
    var twin = try HandDeal(fair)
    try twin.hand(
      .received(#require(try deal.record(.buyer).order)), to: .seller, at: Fair.start.advanced(by: Span(seconds: 1)))
    let foreign = try #require(try twin.record(.seller).outbox.last).countersigned(by: fair.buyerKey)
    #expect(foreign.isComplete && foreign.digest != right.digest)
    #expect(try kept(deal.judge(foreign, by: .seller), foreign) == .notAsOffered)
  }

  @Test func aChoiceIsOneThatTheTermsOffer() throws {
    let deal = try HandDeal.delivered(fair)
    let contract = try #require(try deal.record(.seller).contract)
    #expect(try deal.machine(.seller).position == "inspecting")
    let other = "something else".documentDigest
    var numbers = SeededNumbers(8)
    let foreign: ID<Deal> = ID(using: &numbers)
    func choice(
      deal: ID<Deal>? = nil, contract digest: SemperModel.Digest? = nil, service: SemperModel.Digest? = nil,
      state: String = "inspecting", option: String = "satisfied"
    ) throws -> SignedStatement {
      try SignedStatement(
        Choice(
          deal: deal ?? fair.deal, contract: digest ?? contract.digest, service: service ?? fair.terms.digest,
          state: state, option: option, party: fair.buyerKey.thumbprint, issued: Fair.start), signedBy: [fair.buyerKey])
    }
    for (name, signed) in [
      ("another deal", try choice(deal: foreign)), ("another contract", try choice(contract: other)),
      ("other terms", try choice(service: other)), ("another state", try choice(state: "paying")),
      ("no such option", try choice(option: "delighted")),
    ] {
      #expect(try kept(deal.judge(signed, by: .seller), signed) == .outsideTerms, "\(name)")
    }
    let right = try choice()
    #expect(try deal.judge(right, by: .seller) == .received(right))
  }

  @Test func aRepetitionIsNothingNew() throws {
    let deal = try HandDeal.contracted(fair)
    let order = try #require(try deal.record(.buyer).order)
    #expect(try deal.judge(order, by: .seller) == nil)
  }

  /// While a side makes up its mind, a statement may be right for the next state: it is to come again.
  @Test func betweenTwoStatesNothingIsJudged() throws {
    let fresh = try HandDeal(fair)
    let order = try #require(try fresh.record(.buyer).order)
    var machine = try fresh.machine(.seller)
    _ = machine.handle(.received(order), at: Fair.start)
    #expect(!machine.expectsPeer)
    try refused(.unavailable, "deciding") {
      _ = try DealVerifier(machine).judge(try query(by: fair.buyerKey), at: Fair.start)
    }
  }

  /// A peer cannot fill a journal with true statements out of place.
  @Test func onlySoManyStatementsOutsideTheTermsAreKept() throws {
    var deal = try HandDeal.committed(fair)
    var kept = 0
    for number in 0..<40 {
      let signed = try query(by: fair.buyerKey, number)
      do {
        guard case .refused(let refusal, let statement)? = try deal.judge(signed, by: .seller) else { break }
        try deal.hand(.refused(refusal, statement), to: .seller)
        kept += 1
      } catch let refusal as Refusal {
        #expect(refusal.code == .overloaded)
        break
      }
    }
    #expect(kept == 16)
    #expect(try deal.record(.seller).refused.count == 16 && deal.machine(.seller).end == nil)
  }

  /// Two commitments of a party convict it. It cannot go on to fill the peer's journal and spoil its evidence with more.
  @Test func onlyTwoCommitmentsOfAPartyAreKept() throws {
    var deal = try HandDeal.opened(fair)
    var kept = 1
    for escrow in UInt8(2)...80 {
      let signed = try deal.second(escrow: escrow)
      do {
        guard case .received(signed)? = try deal.judge(signed, by: .seller) else { break }
        try deal.hand(.received(signed), to: .seller)
        kept += 1
      } catch let refusal as Refusal {
        #expect(refusal.code == .overloaded)
        break
      }
    }
    #expect(kept == 2)
    #expect(try deal.record(.seller).evidence.count { $0.kind == .commitResponder } == 2)
    let known = try #require(try deal.record(.seller).evidence.first { $0.kind == .commitResponder })
    #expect(try deal.judge(known, by: .seller) == nil)
    #expect(try bundle(deal.record(.seller).evidence).statements(of: .commitResponder).count == 2)
  }

  /// An archive in which an earlier version kept all of them still makes a bundle, with the one that was opened.
  @Test func aBundleLeavesCommitmentsOutThatProveNothingMore() throws {
    let deal = try HandDeal.opened(fair)
    let opened = try #require(try deal.record(.seller).evidence.first { $0.kind == .commitResponder })
    let others = try (UInt8(2)...80).map { try deal.second(escrow: $0) }
    let evidence = try deal.record(.seller).evidence.filter { $0.kind != .commitResponder }
    let bundle = try bundle(evidence + others + [opened])
    #expect(bundle.statements(of: .commitResponder).map(\.digest) == [others[0].digest, opened.digest])
    #expect(bundle.statements.count == evidence.count + 2 + fair.roles.count)
  }

  /// A bundle is no key to the goods: what it opens is handed out to the buyer only for as long as the buyer may need it.
  @Test func whatIsOverIsNotHandedOut() throws {
    var deal = try HandDeal.delivered(fair)
    let record = try deal.record(.seller)
    let closes = try #require(record.exchange?.terms.header.closes)
    #expect(record.mayStillBeFetched(at: closes))
    #expect(!record.mayStillBeFetched(at: closes.advanced(by: Span(seconds: 1))))
    let contract = try #require(record.contract)
    let choice = Choice(
      deal: fair.deal, contract: contract.digest, service: fair.terms.digest, state: "inspecting", option: "satisfied",
      party: fair.buyerKey.thumbprint, issued: Fair.start)
    try deal.hand(.received(SignedStatement(choice, signedBy: [fair.buyerKey])), to: .seller)
    #expect(try !deal.record(.seller).mayStillBeFetched(at: Fair.start))
    // Nothing that is worth anything has been handed out before.
    let early = try HandDeal.contracted(fair).record(.seller)
    #expect(early.mayStillBeFetched(at: closes.advanced(by: Fair.year)))
  }

  private func bundle(_ evidence: [SignedStatement]) throws -> EvidenceBundle {
    let items = evidence.map { EvidenceItem(deal: fair.deal, form: $0.kind.headerType, bytes: $0.canonicalBytes) }
    return try EvidenceBundle(deal: fair.deal, items: items, roles: fair.roles)
  }

  private func query(by key: SigningKey, _ number: Int = 0) throws -> SignedStatement {
    try SignedStatement(
      QueryRequest(exchange: "\(number)".documentDigest, party: key.publicKey, reply: fair.buyerReply.publicKey),
      signedBy: [key])
  }

  private func another(_ order: SignedStatement) throws -> SignedStatement {
    let content = try VerifiedStatement<Order>(verifying: order, keys: KeySet()).content
    return try SignedStatement(
      content.with(expires: content.expires.advanced(by: Span(seconds: 1))), signedBy: [fair.buyerKey])
  }

  /// The refusal under which a statement is kept.
  private func kept(_ event: DealEvent?, _ signed: SignedStatement) -> RefusalCode? {
    guard case .refused(let refusal, let statement)? = event, statement == signed else { return nil }
    return refusal.code
  }

  private func refused(
    _ code: RefusalCode, _ name: String, line: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws {
    let refusal = #expect(throws: Refusal.self, "\(name)", sourceLocation: line) { try body() }
    #expect(refusal?.code == code, "\(name)", sourceLocation: line)
  }
}

extension SignedStatement {
  /// This payload under the signatures of another statement, as somebody would forge it on the way.
  fileprivate func signed(as other: SignedStatement) throws -> SignedStatement {
    guard case .object(let own) = json, case .object(let others) = other.json else { return self }
    return try SignedStatement(json: .object(others.with("payload", own["payload"])))
  }
}
