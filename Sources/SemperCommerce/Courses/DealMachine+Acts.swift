import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// How acts end steps: the seller's when it has signed them, the buyer's when the seller has them.
extension DealMachine {
  /// An act of ours is signed. The seller's acts count from then on, since the buyer reads them from there; the buyer's count once the
  /// seller has them.
  mutating func signedAct(_ statement: SignedStatement, _ document: DealDocument, at now: Timestamp) {
    guard let record, let until = stepLimit else { return }
    if statement.kind == .order, record.order == nil { self.record?.order = statement }
    switch document {
    case .deed(let deed) where deed.taker != nil:
      follow(deed, statement)
      doing = .awaiting(.deed, until: until)
    case .deed(let deed):
      if case .entry(let party)? = deed.exchange {
        follow(deed, statement)
        enterExchange(party, deed, statement)
        doing = .awaiting(.deed, until: until)
      } else {
        hand(statement, at: now)
      }
    case .countersignature:
      statement.journalled(as: Deed.self).exchange == nil ? hand(statement, at: now) : beginAgreed(statement, at: now)
    case .order, .choice: hand(statement, at: now)
    case .contract: break
    }
  }

  private mutating func hand(_ statement: SignedStatement, at now: Timestamp) {
    guard let record else { return }
    switch record.opening.side {
    case .seller: finish(with: statement)
    case .buyer:
      let patient = max(now, stepLimit ?? now).advanced(by: record.opening.patience)
      doing = .handing(statement.digest, until: patient)
    }
  }

  /// The state is over by an act that both have.
  mutating func finish(with statement: SignedStatement) {
    guard let record else { return }
    do throws(Refusal) {
      switch DealStatement(statement.kind) {
      case .order: try takeOrder(statement)
      case .deed: try finish(with: statement.journalled(as: Deed.self), statement)
      case .choice: finish(with: statement.journalled(as: Choice.self), statement)
      case .contract, nil: break
      }
    } catch {
      // Nothing reaches this place that was not looked at before.
      failState(Refusal(error.code, blame: record.opening.side == .buyer ? .peer : .us, error.detail))
    }
  }

  private mutating func takeOrder(_ statement: SignedStatement) throws(Refusal) {
    guard let record, let state else { return }
    let order = statement.journalled(as: Order.self)
    try self.record?.course?.take(order.documents ?? .none, for: state.items, record.terms)
    self.record?.order = statement
    self.record?.course?.follow(
      DealAct(
        statement: statement.digest, state: position, turn: record.course?.turn ?? 0, side: .buyer, items: state.items,
        issued: order.issued))
    self.record?.course?.ended = order.issued
    finishState()
  }

  private mutating func finish(with deed: Deed, _ statement: SignedStatement) throws(Refusal) {
    guard let record else { return }
    try self.record?.course?.take(deed.documents, for: deed.items, record.terms)
    try self.record?.course?.describe(deed.contents, for: deed.items, record.terms)
    for sent in deed.money { self.record?.course?.giveBack(sent.item, sent.amount, record.terms) }
    follow(deed, statement)
    self.record?.course?.ended = deed.act.issued
    finishState()
  }

  /// A deed is an act once, however many have signed it.
  mutating func follow(_ deed: Deed, _ statement: SignedStatement) {
    guard record?.course?.last != statement.digest else { return }
    let side = deed.taker == nil ? record?.side(of: deed.giver) : nil
    record?.course?.follow(
      DealAct(
        statement: statement.digest, state: deed.act.state, turn: deed.act.turn, side: side, items: deed.items,
        issued: deed.act.issued))
  }

  private mutating func finish(with choice: Choice, _ statement: SignedStatement) {
    guard let record, let state else { return }
    self.record?.course?.follow(
      DealAct(
        statement: statement.digest, state: choice.state, turn: choice.turn ?? 0, side: record.side(of: choice.party),
        way: choice.option, issued: choice.issued))
    self.record?.course?.ended = choice.issued
    switch choice.way {
    case .option:
      self.record?.choice = choice.option
      guard case .choose(_, let options) = state.step, let taken = options.first(where: { $0.name == choice.option })
      else { return }
      doing = .deciding(after: self.record?.unexpected, next: taken.target)
    case .otherwise: failState(refusal(of: choice, state, record))
    case .exception:
      guard let raised = record.terms.exceptions.first(where: { $0.name == choice.option })?.exception else { return }
      doing = .deciding(after: refusal(of: choice, state, record), next: raised.then)
    }
  }

  private func refusal(of choice: Choice, _ state: TermsState, _ record: DealRecord) -> Refusal {
    let by = record.side(of: choice.party)
    let blame: Blame = state.mover == record.opening.side ? .us : .peer
    if choice.way == .exception {
      return Refusal(.outsideTerms, blame: .undetermined, "the \(by?.rawValue ?? "") says “\(choice.option)”")
    }
    return by == state.mover || state.mover == nil
      ? Refusal(.userDeclined, blame: blame, "the \(by?.rawValue ?? "") does not go on in the state “\(choice.state)”")
      : Refusal(.tooLate, blame: blame, "what was to be done in the state “\(choice.state)” was not done in time")
  }
}
