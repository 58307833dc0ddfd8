import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// From the buyer's entry into a fair exchange to its beginning.
extension DealMachine {
  /// What our deed says of the exchange that the state is, if it is one.
  func part(of state: TermsState, _ step: FilledStep, at now: Timestamp) throws(Refusal) -> ExchangePart? {
    guard let record, let course = record.course, let exchange = ExchangeStep(state) else { return nil }
    switch record.opening.side {
    case .buyer: return .entry(try party(in: exchange, record, course.turn))
    case .seller:
      return .agreement(
        try agreement(record, exchange, seller: step).agreed(
          seller: party(in: exchange, record, course.turn), secret: record.opening.secret.secret(ofTurn: course.turn),
          issued: header(record, at: now).issued))
    }
  }

  private func party(in step: ExchangeStep, _ record: DealRecord, _ turn: Int) throws(Refusal) -> PartyTerms {
    let (plan, opening) = (try record.terms.plan(of: step.gifts), record.opening)
    return PartyTerms(
      role: plan.proposerIsOriginator == (opening.side == .buyer) ? .originator : .responder, key: opening.key,
      nonce: opening.secret.nonce(ofTurn: turn), secret: opening.secret.secret(ofTurn: turn))
  }

  mutating func enterExchange(_ party: PartyTerms, _ deed: Deed, _ statement: SignedStatement) {
    guard let record, let course = record.course else { return }
    var with = course
    do throws(Refusal) {
      try with.take(deed.documents, for: deed.items, record.terms)
      self.record?.course?.entering = EnteredExchange(
        party: party, entry: statement.digest, given: deed.documents, documents: with.documents)
    } catch {
      failState(error)
    }
  }

  /// The exchange as terms and documents make it, the seller's of this step included.
  func agreement(_ record: DealRecord, _ step: ExchangeStep, seller: FilledStep) throws(Refusal) -> StepAgreement {
    guard let course = record.course, let entered = course.entering else {
      throw Refusal(.outsideTerms, blame: .peer, "the buyer has not entered the exchange")
    }
    var with = course
    try with.take(seller.documents, for: step.items(from: .seller), record.terms)
    try with.describe(seller.contents, for: step.items(from: .seller), record.terms)
    return StepAgreement(
      terms: record.terms, offer: record.offer, step: step, documents: with.documents, contents: with.contents,
      deal: record.opening.deal, turn: course.turn, state: course.position, buyer: entered.party, entry: entered.entry,
      given: entered.given.joined(seller.documents))
  }

  /// Both have signed the exchange.
  mutating func beginAgreed(_ statement: SignedStatement, at now: Timestamp) {
    let deed = statement.journalled(as: Deed.self)
    guard let record, let course = record.course, case .agreement(let agreed)? = deed.exchange else { return }
    follow(deed, statement)
    let opening = record.opening
    let role: ExchangeRole = agreed.terms.header.originator.key == opening.key ? .originator : .responder
    let side = ExchangeSide(
      terms: agreed.terms, items: agreed.items, role: role, secret: opening.secret.secret(ofTurn: course.turn),
      reply: opening.reply,
      patience: opening.patience, dataUntil: state.map { now.advanced(by: $0.within) })
    self.record?.agreed = statement
    self.record?.exchange = side
    self.record?.outcome = nil
    self.record?.course?.evidenceBefore = record.evidence.count
    exchange = ExchangeMachine(side, at: now)
    doing = .exchanging
  }

  /// The exchange has gone through: what was given in it counts.
  mutating func finishAgreed() {
    guard let record, let state, let deed = record.agreed?.journalled(as: Deed.self), let step = ExchangeStep(state)
    else {
      return
    }
    do throws(Refusal) {
      if let entered = record.course?.entering {
        try self.record?.course?.take(entered.given, for: step.items(from: .buyer), record.terms)
      }
      try self.record?.course?.take(deed.documents, for: deed.items, record.terms)
      try self.record?.course?.describe(deed.contents, for: deed.items, record.terms)
    } catch {
      return failState(error)
    }
    for item in step.items(from: .buyer) {
      guard let amount = self.record?.course?.amount(of: item, record.terms), let agreed = record.agreed,
        case .money = record.terms.form(of: item)
      else { continue }
      self.record?.course?.pay(item, amount, under: agreed.digest)
    }
    finishState()
  }
}
