import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements
import Synchronization
import Testing

@Suite("What a shop takes and gives in a deal", .serialized)
struct MessageTests {
  private func code(_ reply: ReceivedReply) -> RefusalCode? { Refusal(reply)?.code }

  @Test("Repetitions, outsiders, reused ids, early questions and ranges")
  func messages() async throws {
    try await Market.run { market in
      let buyer = HandBuyer(market)
      let offer = try await buyer.offer()
      try await refusesWhatIsNoOrder(buyer, offer)

      // The machine is not ready for the order when it is opened by it: the shop waits for it.
      let order = try buyer.order(offer)
      #expect(try await buyer.post(order).status == 200)
      #expect(try await buyer.post(order).status == 200)
      #expect(code(try await buyer.post(try buyer.order(offer, by: SigningKey()))) == .idReused)
      #expect(code(try await market.get("/deals/\(buyer.deal)/goods")) == .notFound)

      let draft = try await buyer.statement(0)
      let stranger = SigningKey()
      let choice = Choice(
        deal: buyer.deal, contract: draft.digest, service: offer.content.service, state: "contracting", option: "x",
        party: stranger.thumbprint, issued: offer.content.issued)
      #expect(code(try await buyer.post(try SignedStatement(choice, signedBy: [stranger]))) == .wrongSigner)

      let contract = try draft.countersigned(by: buyer.key)
      #expect(try await buyer.post(contract).status == 200)
      #expect(try await buyer.post(contract).status == 200)
      let first = try await buyer.statement(1)
      #expect(first.kind == .commitOriginator)
      try await goods(of: buyer, offer.content.content, locked: first)

      try await market.shop.restart()
      #expect(try await buyer.statement(1).digest == first.digest)
      #expect(try await buyer.post(order).status == 200)
      #expect(code(try await buyer.post(try buyer.order(offer, by: SigningKey()))) == .idReused)
    }
  }

  @Test("Who fills the shop with orders that cost nothing makes room for others", .timeLimit(.minutes(10)))
  func crowd() async throws {
    let source = Mutex("crowd")
    let whereFrom: @Sendable () -> String = { source.withLock { $0 } }
    try await Market.run(.init(mostDeals: 3, source: whereFrom)) { market in
      let crowd = (0..<3).map { _ in HandBuyer(market) }
      let offer = try await crowd[0].offer()
      for buyer in crowd { #expect(try await buyer.post(buyer.order(offer)).status == 200) }
      let more = HandBuyer(market)
      #expect(code(try await more.post(more.order(offer))) == .overloaded)
      source.withLock { $0 = "elsewhere" }
      // The first time room is made, which takes a moment.
      let buyer = HandBuyer(market)
      let order = try buyer.order(offer)
      #expect(code(try await buyer.post(order)) == .overloaded)
      while try await buyer.post(order).status != 200 {}
      #expect(try await buyer.statement(0).kind == .contract)
      let contract = try await crowd[0].statement(0).countersigned(by: crowd[0].key)
      #expect(code(try await crowd[0].post(contract)) == .outsideTerms)
    }
  }

  private func refusesWhatIsNoOrder(_ buyer: HandBuyer, _ offer: VerifiedStatement<Offer>) async throws {
    let market = buyer.market
    #expect(code(try await market.get(buyer.messages, query: ["after": "0"])) == .unknownDeal)
    #expect(code(try await market.get("/deals/nonsense/messages")) == .unknownDeal)
    #expect(code(try await market.post(buyer.messages, Array("{}".utf8))) == .malformed)
    #expect(code(try await buyer.post(offer.signed)) == .unknownDeal)
    let other = HandBuyer(market)
    #expect(code(try await market.post(buyer.messages, other.order(offer).canonicalBytes)) == .unknownDeal)
    let unknown = Order(
      deal: buyer.deal, offer: offer.content.service, service: offer.content.service,
      seller: offer.content.seller.thumbprint,
      buyer: PartyTerms(role: .responder, key: buyer.key.publicKey, nonce: buyer.nonce, secret: buyer.secret),
      issued: offer.content.issued, expires: offer.content.issued.advanced(by: Span(seconds: 60)))
    #expect(code(try await buyer.post(try SignedStatement(unknown, signedBy: [buyer.key]))) == .notAsOffered)
    // None of these has used the id up.
    #expect(code(try await market.get(buyer.messages, query: ["after": "0"])) == .unknownDeal)
  }

  private func goods(
    of buyer: HandBuyer, _ content: ContentDescription, locked statement: SignedStatement
  ) async throws {
    let market = buyer.market
    let commit = try statement.draft(
      as: CommitOriginator.self, keys: KeySet([try await buyer.offer().content.seller]))
    let locked = try #require(
      commit.commitment.locked.compactMap { item -> LockedData? in
        if case .data(let locked) = item.form { locked } else { nil }
      }.first)
    let path = "/deals/\(buyer.deal)/goods"
    let whole = try await market.get(path)
    #expect(whole.status == 200 && whole.headers["accept-ranges"] == "bytes")
    var verifier = try DeliveryVerifier(content: content, locked: locked)
    try verifier.receive(whole.body)
    try verifier.finish()

    let middle = 123_457
    let rest = try await market.transport.send(
      Request(.get, path, range: ByteRange(first: middle)), to: await market.shop.address, largest: 4 << 20,
      within: Span(seconds: 20))
    #expect(rest.status == 206 && rest.body == Array(whole.body[middle...]))
    #expect(rest.headers["content-range"] == "bytes \(middle)-\(whole.body.count - 1)/\(whole.body.count)")
    let beyond = try await market.transport.send(
      Request(.get, path, range: ByteRange(first: whole.body.count)), to: await market.shop.address,
      largest: 4 << 20, within: Span(seconds: 20))
    #expect(beyond.status == 416)

    let leaves = try await market.get("/deals/\(buyer.deal)/leaves")
    _ = try LeafList(bytes: leaves.body, of: content)
  }
}
