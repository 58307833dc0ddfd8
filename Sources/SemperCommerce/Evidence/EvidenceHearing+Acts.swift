import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// A deal of many steps: its acts are a chain from the offer on, and each is by the side and of the kind that the terms have in that state.
// Each of its fair exchanges is heard like that of a purchase.
extension EvidenceHearing {
  /// Whether the terms have the deal go step by step. Nobody knows without the terms.
  var isCourse: Bool { terms.map { !PlayableTerms.isPurchase($0.content) } ?? false }

  mutating func hearActs() {
    if let order { acts.append(HeardAct(signed: order.signed, content: .order(order.content))) }
    hear(.deed) { hearing, signed throws(Refusal) in try hearing.deed(signed) }
    hear(.choice) { hearing, signed throws(Refusal) in try hearing.way(signed) }
    hear(.ruling) { hearing, signed throws(Refusal) in try hearing.ruling(signed) }
    acts = inOrder(acts)
    hearExchanges()
  }

  /// As they were done: by turn, the buyer's entry before the exchange that answers it. A ruling stands before the act that names it.
  private func inOrder(_ acts: [HeardAct]) -> [HeardAct] {
    func turn(_ act: HeardAct) -> Int {
      if let turn = act.turn { return turn }
      if case .order = act.content { return 0 }
      return acts.first { $0.previous == act.signed.digest }?.turn.map { $0 - 1 } ?? .max
    }
    return acts.map { (turn($0), $0) }.sorted { one, other in
      guard one.0 == other.0 else { return one.0 < other.0 }
      if other.1.previous == one.1.signed.digest { return true }
      return one.1.previous != other.1.signed.digest && one.1.issued < other.1.issued
    }.map(\.1)
  }

  private mutating func hearExchanges() {
    var taken: Set<Digest> = []
    for act in acts {
      guard case .deed(let deed) = act.content, case .agreement(let agreed)? = deed.exchange, act.signed.isComplete,
        let seller = offer?.content.seller.thumbprint,
        let verifier = try? ExchangeVerifier(terms: agreed.terms, items: agreed.items)
      else { continue }
      let own = bundle.statements.filter { $0.exchangeNamed == agreed.terms.id }
      taken.formUnion(own.map(\.digest))
      var hearing = EvidenceHearing(
        of: HeardExchange(agreed, in: deed, act.signed.digest, seller: seller), verifier, in: self, own)
      hearing.hearExchange()
      hearing.hearArbiter()
      hearing.hearEndings()
      findings += hearing.findings
      exchanges.append(hearing)
    }
    for statement in bundle.statements where statement.exchangeNamed != nil && !taken.contains(statement.digest) {
      hear(statement, at: nil) { _, _ throws(Refusal) in
        throw Refusal(.notFound, blame: .undetermined, "it is of no exchange on which both sides have agreed")
      }
    }
  }

  private mutating func ruling(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let ruling = try verified(signed, as: Ruling.self).content
    guard ruling.arbiter == offer?.content.arbiter.key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "it is not by the arbiter that the offer names")
    }
    try require(ruling.deal == bundle.deal && ruling.isFinal, "it is no final ruling on this deal")
    acts.append(HeardAct(signed: signed, content: .ruling(ruling)))
    let gives = ruling.remedy.amount(for: .buyer).map { "\($0) to the buyer" }
    let takes = ruling.remedy.amount(for: .seller).map { "\($0) to the seller" }
    return Testimony(says: "rules in a dispute: \(gives ?? takes ?? "nothing to either side")", time: ruling.issued)
  }

  private mutating func deed(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    try signed.verifySignatures(keys: keys)
    let deed = try VerifiedStatement<Deed>.content(of: signed)
    let state = try place(deed.act)
    let side = try self.side(of: deed.giver)
    try require(
      !deed.items.isEmpty && deed.items.allSatisfy(state.items(from: side).contains) || deed.exchange != nil,
      "the terms have the \(side.rawValue) give something else in the state “\(deed.act.state)”")
    if case .agreement(let agreed)? = deed.exchange { try check(agreed, deed) }
    acts.append(HeardAct(signed: signed, content: .deed(deed)))
    let items = deed.items.isEmpty ? "enters the exchange" : "gives \(deed.items.joined(separator: ", "))"
    let draft = signed.isComplete ? "" : ", which the other side has not signed"
    return Testimony(
      says: "\(items) in the state “\(deed.act.state)”, turn \(deed.act.turn)\(draft)", time: deed.act.issued,
      terms: deed.act.service)
  }

  /// The exchange is between the two, before the arbiter of the offer, and of this deal and turn.
  private func check(_ agreed: AgreedExchange, _ deed: Deed) throws(Refusal) {
    let (offer, order) = (try required(offer, "an offer").content, try required(order, "an order").content)
    let header = agreed.terms.header
    guard Set([header.originator.key, header.responder.key]) == [offer.seller, order.buyer.key],
      header.arbiter == offer.arbiter
    else { throw Refusal(.wrongSigner, blame: .peer, "its exchange is between others, or before another arbiter") }
    let context = Contract.context(
      deal: order.deal, step: "\(deed.act.state)/\(deed.act.turn)", order: deed.act.previous, salt: agreed.salt)
    try require(agreed.terms.body.context == context, "its exchange is not of this deal and turn")
    _ = try ExchangeVerifier(terms: agreed.terms, items: agreed.items)
  }

  private mutating func way(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let choice = try verified(signed, as: Choice.self).content
    let turn = choice.turn ?? 0
    let state = try place(
      ActHeader(
        deal: choice.deal, service: choice.service, state: choice.state, turn: turn, previous: choice.contract,
        issued: choice.issued))
    let side = try self.side(of: choice.party)
    switch choice.way {
    case .option:
      guard case .choose(side, let options) = state.step, options.contains(where: { $0.name == choice.option }) else {
        throw Refusal(.outsideTerms, blame: .peer, "the terms give the \(side.rawValue) no such choice")
      }
    case .otherwise:
      try require(choice.option == Choice.Way.otherwise.rawValue, "it goes no way of the terms")
    case .exception:
      try require(
        terms?.content.exceptions.contains { $0.name == choice.option && $0.exception.side == side } ?? false,
        "the terms give the \(side.rawValue) no such exception")
    }
    acts.append(HeardAct(signed: signed, content: .choice(choice)))
    return Testimony(
      says: "goes the way “\(choice.option)” from the state “\(choice.state)”, turn \(turn)", time: choice.issued,
      terms: choice.service)
  }

  /// The state in which an act is done. Its place in the chain is the offer, the order, or another act of this bundle.
  private func place(_ act: ActHeader) throws(Refusal) -> TermsState {
    let terms = try required(terms, "terms of business")
    try require(act.deal == bundle.deal && act.service == terms.digest, "it is about another deal")
    guard let state = terms.content.state(act.state) else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms have no state “\(act.state)”")
    }
    _ = try required(
      bundle.statements.first { $0.digest == act.previous }, "the act before it")
    return state
  }

  private func side(of party: Thumbprint) throws(Refusal) -> DealSide {
    if party == offer?.content.seller.thumbprint { return .seller }
    if party == order?.content.buyer.key.thumbprint { return .buyer }
    throw Refusal(.wrongSigner, blame: .peer, "it is by neither side of the deal")
  }
}
