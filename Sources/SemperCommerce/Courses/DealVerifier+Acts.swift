import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// Acts of the peer in a deal of many steps.
extension DealVerifier {
  func checkAct(_ signed: SignedStatement, _ course: DealCourse, at now: Timestamp) throws(Refusal) {
    guard let state = record.terms.state(course.position) else { throw outsideTerms(signed) }
    switch DealStatement(signed.kind) {
    case .order: try checkOrder(signed, state, course, at: now)
    case .deed: try checkDeed(signed, state, course, at: now)
    case .choice: try checkChoice(signed, state, course, at: now)
    case .contract, nil: throw outsideTerms(signed)
    }
  }

  private func checkOrder(
    _ signed: SignedStatement, _ state: TermsState, _ course: DealCourse, at now: Timestamp
  ) throws(Refusal) {
    guard case .awaiting(.order, let until) = machine.doing, record.order == nil else { throw outsideTerms(signed) }
    guard now <= until else { throw Refusal(.tooLate, blame: .peer, "the time for this step is over") }
    try checkOrder(signed, at: now)
    let order = try VerifiedStatement<Order>(verifying: signed, keys: KeySet()).content
    var after = course
    try after.take(order.documents ?? .none, for: state.items, record.terms)
  }

  /// Whether it stands where we are. What is ahead of us we may not have come to yet; what is behind us came too late.
  private func checkPlace(
    _ act: ActHeader, _ signed: SignedStatement, _ course: DealCourse, at now: Timestamp
  ) throws(Refusal) {
    guard act.deal == record.opening.deal, act.service == record.opening.terms.digest else {
      throw outsideTerms(signed)
    }
    guard act.turn <= course.turn else {
      throw Refusal(.unavailable, blame: .us, "this side has not come to that step yet; send it again in a moment")
    }
    guard act.turn == course.turn else {
      throw Refusal(
        .tooLate, blame: .peer, "the state “\(act.state)” is over; the deal is in the state “\(course.position)” now")
    }
    guard act.state == course.position, act.previous == course.last || act.previous == course.before else {
      throw outsideTerms(signed)
    }
    try ClockTolerance.check("the peer's act", issued: act.issued, at: now)
    guard act.issued >= course.acts.last?.issued ?? record.offer.issued else {
      throw Refusal(.outsideTerms, blame: .peer, "an act is not made before the one that it follows")
    }
  }

  // MARK: Deeds

  private func checkDeed(
    _ signed: SignedStatement, _ state: TermsState, _ course: DealCourse, at now: Timestamp
  ) throws(Refusal) {
    let deed = try signed.draft(as: Deed.self, keys: keys)
    if deed.giver == record.opening.key.thumbprint, deed.act.turn == course.turn {
      guard case .awaiting(.deed, _) = machine.doing, signed.isComplete,
        record.outbox.contains(where: { $0.digest == signed.digest })
      else { throw Refusal(.notAsOffered, blame: .peer, "this is not what we signed") }
      return
    }
    try checkPlace(deed.act, signed, course, at: now)
    guard mayTakeDeed, record.side(of: deed.giver) == record.opening.side.peer,
      deed.taker == nil ? signed.isComplete : !signed.isComplete
    else { throw outsideTerms(signed) }
    guard deed.act.issued <= limit.advanced(by: ClockTolerance.span) else {
      throw Refusal(.tooLate, blame: .peer, "the time for this step is over")
    }
    try check(deed, signed, state, course)
  }

  /// While we wait for it, and while the other side is being told that its time is over: what it has done by then is done.
  private var mayTakeDeed: Bool {
    switch machine.doing {
    case .awaiting(.deed, _): true
    case .awaiting(.choice, _), .handing: !machine.isMover
    case .awaiting, .signing, .exchanging, .choosing, .telling, .filling, .handingOver, .taking, .pausing, .hearing,
      .deciding, .closing, .ended:
      false
    }
  }

  private var limit: Timestamp { machine.stepLimit ?? record.offer.issued }

  private func check(
    _ deed: Deed, _ signed: SignedStatement, _ state: TermsState, _ course: DealCourse
  ) throws(Refusal) {
    let peer = record.opening.side.peer
    guard deed.items == expectedItems(state, from: peer),
      deed.taker == machine.taker(of: state, deed.items, deed.exchange).map({ _ in record.opening.key.thumbprint })
    else { throw outsideTerms(signed) }
    if let step = ExchangeStep(state) { return try check(deed, signed, step, course, peer) }
    guard deed.exchange == nil else { throw outsideTerms(signed) }
    var after = course
    try after.take(deed.documents, for: deed.items, record.terms)
    try after.describe(deed.contents, for: deed.items, record.terms)
    try checkHanded(deed, signed, after)
  }

  private func expectedItems(_ state: TermsState, from peer: DealSide) -> [String] {
    guard case .exchange(let gifts, .none, _) = state.step else { return state.items(from: peer) }
    return gifts.first?.from == peer ? gifts.first?.items ?? [] : []
  }

  private func check(
    _ deed: Deed, _ signed: SignedStatement, _ step: ExchangeStep, _ course: DealCourse, _ peer: DealSide
  ) throws(Refusal) {
    guard deed.data.isEmpty, deed.money.isEmpty, deed.credentials.isEmpty else { throw outsideTerms(signed) }
    switch (deed.exchange, peer) {
    case (.entry(let party), .buyer):
      guard course.entering == nil, party.key == record.orderContent?.buyer.key else { throw outsideTerms(signed) }
      var after = course
      try after.take(deed.documents, for: deed.items, record.terms)
      try after.describe(deed.contents, for: deed.items, record.terms)
    case (.agreement(let agreed), .seller):
      try machine.agreement(record, step, seller: FilledStep(deed.documents, contents: deed.contents))
        .check(agreed, issued: deed.act.issued)
    case (.entry, .seller), (.agreement, .buyer), (nil, _): throw outsideTerms(signed)
    }
  }

  /// Each item that can be had is there once, and money is as much as terms and documents say.
  private func checkHanded(_ deed: Deed, _ signed: SignedStatement, _ course: DealCourse) throws(Refusal) {
    var (data, money, rights) = ([String](), [String](), [String]())
    for item in deed.items {
      switch record.terms.form(of: item) {
      case .data: data.append(item)
      case .money, .refund: money.append(item)
      case .credential: rights.append(item)
      case .offer, .order, .contract, .receipt, .document, .goods, .work, nil: break
      }
    }
    guard deed.data.map(\.item) == data, deed.money.map(\.item) == money, deed.credentials.map(\.item) == rights else {
      throw Refusal(.goodsMissing, blame: .peer, "the deed does not hand over what the terms have it give")
    }
    for sent in deed.money where sent.amount != course.amount(of: sent.item, record.terms) {
      throw Refusal(.amountMismatch, blame: .peer, "\(sent.amount) is not what “\(sent.item)” comes to")
    }
  }

  // MARK: Ways

  private func checkChoice(
    _ signed: SignedStatement, _ state: TermsState, _ course: DealCourse, at now: Timestamp
  ) throws(Refusal) {
    let choice = try VerifiedStatement<Choice>(verifying: signed, keys: keys).content
    try checkPlace(
      ActHeader(
        deal: choice.deal, service: choice.service, state: choice.state, turn: choice.turn ?? 0,
        previous: choice.contract, issued: choice.issued), signed, course, at: now)
    let peer = record.opening.side.peer
    switch choice.way {
    case .option:
      guard case .choose(peer, _) = state.step, machine.options.contains(where: { $0.name == choice.option }) else {
        throw outsideTerms(signed)
      }
    case .otherwise: try checkOtherwise(choice, signed, state)
    case .exception:
      guard let exception = record.terms.exceptions.first(where: { $0.name == choice.option })?.exception,
        exception.side == peer, exception.phase == state.phase, state.canFail
      else { throw outsideTerms(signed) }
    }
  }

  /// Who is to move may leave it at any time, and so may who is asked to sign for something; that the time of the other side is over is
  /// said when it is.
  private func checkOtherwise(
    _ choice: Choice, _ signed: SignedStatement, _ state: TermsState
  ) throws(Refusal) {
    guard choice.option == Choice.Way.otherwise.rawValue, state.canFail else { throw outsideTerms(signed) }
    if state.mover == nil || state.mover == record.opening.side.peer { return }
    if case .awaiting(.deed, _) = machine.doing { return }
    guard choice.issued.advanced(by: ClockTolerance.span) >= limit else {
      throw Refusal(.outsideTerms, blame: .peer, "the time for “\(choice.state)” is not over before \(limit)")
    }
  }
}
