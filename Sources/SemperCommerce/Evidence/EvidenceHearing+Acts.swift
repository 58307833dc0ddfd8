import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// A deal of many steps: its acts are a chain from the offer on, and each is by the side and of the kind that the terms have in that state.
//
// Of the statements of its exchanges the signatures are verified; what they prove is concluded for purchases only.
extension EvidenceHearing {
  /// Whether the terms have the deal go step by step. Nobody knows without the terms.
  var isCourse: Bool { terms.map { !PlayableTerms.isPurchase($0.content) } ?? false }

  mutating func hearActs() {
    hear(.deed) { hearing, signed throws(Refusal) in try hearing.deed(signed) }
    hear(.choice) { hearing, signed throws(Refusal) in try hearing.way(signed) }
    for kind in [
      StatementKind.commitOriginator, .commitResponder, .openOriginator, .openResponder, .complain, .decision,
      .settlementProposal, .lockOutcome,
    ] {
      hear(kind) { hearing, signed throws(Refusal) in
        try signed.verifySignatures(keys: hearing.keys)
        return Testimony(says: "is signed, in one of the exchanges of the deal")
      }
    }
  }

  private func deed(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    try signed.verifySignatures(keys: keys)
    let deed = try VerifiedStatement<Deed>.content(of: signed)
    let state = try place(deed.act)
    let side = try self.side(of: deed.giver)
    try require(
      !deed.items.isEmpty && deed.items.allSatisfy(state.items(from: side).contains) || deed.exchange != nil,
      "the terms have the \(side.rawValue) give something else in the state “\(deed.act.state)”")
    let items = deed.items.isEmpty ? "enters the exchange" : "gives \(deed.items.joined(separator: ", "))"
    let draft = signed.isComplete ? "" : ", which the other side has not signed"
    return Testimony(
      says: "\(items) in the state “\(deed.act.state)”, turn \(deed.act.turn)\(draft)", time: deed.act.issued,
      terms: deed.act.service)
  }

  private func way(_ signed: SignedStatement) throws(Refusal) -> Testimony {
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
