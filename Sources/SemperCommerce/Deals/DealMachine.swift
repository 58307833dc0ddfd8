import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperExchange
public import SemperModel

/// A deal as one side lives it: the interpreter of the terms of business, run as this side's projection of them.
///
/// It goes from state to state of the signed terms and does what the state says: gives an item, awaits one, runs an
/// exchange, chooses. After each state that ends a phase it asks for a decision. Nothing else is possible, whatever a peer
/// or a downloaded file says (paper, guarantees 1 and 2).
public struct DealMachine: ProtocolMachine {
  public static let identity = MachineIdentity(name: "deal", version: 1)

  enum Doing: Hashable, Sendable {
    /// Making a statement of ours.
    case signing(DealDocument)
    /// Waiting for the peer's.
    case awaiting(StatementKind, until: Timestamp)
    /// The exchange machine is running beside.
    case exchanging
    /// Checking and choosing.
    case choosing
    /// Bringing our choice to the peer.
    case telling(Digest, option: String, until: Timestamp)
    /// Between states.
    case deciding(after: Refusal?, next: String)
    case closing
    case ended
  }

  public private(set) var record: DealRecord?
  /// The state of the terms we are in, or the end we have reached.
  public private(set) var position: String = ""
  var doing = Doing.closing
  public private(set) var exchange: ExchangeMachine?

  public init() {}

  public var isFinished: Bool { doing == .ended }

  /// A statement that was delivered is recognised by the peer when it comes again.
  public static func mayWait(_ event: DealEvent) -> Bool {
    switch event {
    case .delivered: true
    case .opened, .received, .refused, .signed, .turnedDown, .withdrawn, .decided, .chosen, .exchange, .timePassed,
      .closed:
      false
    }
  }

  /// The end reached, such as `end.done`; `nil` while the deal runs.
  public var end: String? { TermsOfBusiness.isEnd(position) ? position : nil }

  public var outstandingActions: [DealAction] {
    guard let record, doing != .ended else { return [] }
    var actions = ours(record)
    if record.opening.side == .buyer {
      if let statement = record.undelivered { actions.append(.send(statement)) }
      // Until it has the order, the seller knows of no such deal.
      if expectsPeer, record.delivered > 0 { actions.append(.listen(after: record.received)) }
    }
    return actions
  }

  /// Whether the next move may be the peer's. While we are making up our own mind nothing of the peer's is judged, because
  /// it may be meant for the state we are about to enter.
  public var expectsPeer: Bool {
    switch doing {
    case .awaiting: true
    case .exchanging: exchange?.awaitsPeer ?? false
    case .signing, .choosing, .telling, .deciding, .closing, .ended: false
    }
  }

  private func ours(_ record: DealRecord) -> [DealAction] {
    switch doing {
    case .signing(let document): [.sign(document)]
    case .awaiting(_, let until), .telling(_, _, let until): [.wait(until: until)]
    case .exchanging: exchange.map { $0.outstandingActions.compactMap(lifted) } ?? []
    case .choosing: [.choose(options.map(\.name))]
    case .deciding(let refusal, _):
      state.map { [.decide($0.phase, after: refusal, evidence: record.evidence)] } ?? []
    case .closing: [.close(record.evidence)]
    case .ended: []
    }
  }

  public mutating func handle(_ event: DealEvent, at now: Timestamp) -> [DealAction] {
    let before = Set(outstandingActions)
    switch event {
    case .opened(let opening): open(opening, at: now)
    case .received(let statement): receive(statement, at: now)
    case .refused(let refusal, let statement): refuse(refusal, statement, at: now)
    case .signed(let statement): sign(statement, at: now)
    case .delivered(let digest): deliver(digest, at: now)
    case .turnedDown(let digest, let refusal): turnDown(digest, refusal, at: now)
    case .withdrawn(let refusal): withdraw(refusal, at: now)
    case .decided(let phase, let decision): decide(phase, decision, at: now)
    case .chosen(let option): choose(option, at: now)
    case .exchange(let event): exchange(event, at: now)
    case .timePassed(let time): timePassed(time, at: now)
    case .closed: if doing == .closing { doing = .ended }
    }
    return outstandingActions.filter { !before.contains($0) }
  }

  var state: TermsState? { record?.terms.state(position) }

  var options: [TermsState.Option] {
    if case .choose(_, let options) = state?.step { options } else { [] }
  }
}

// Opening, and going from state to state.
extension DealMachine {
  private mutating func open(_ opening: DealOpening, at now: Timestamp) {
    guard record == nil else { return }
    record = DealRecord(opening)
    enter(record?.terms.start ?? "", at: now)
  }

  private mutating func enter(_ name: String, at now: Timestamp) {
    position = name
    guard let record, let state = record.terms.state(name) else {
      doing = .closing
      return
    }
    guard exchange != nil || !isOver(at: now) else {
      doing = .deciding(after: Self.overdue(record), next: wayOut(record))
      return
    }
    let side = record.opening.side
    let until = limit(state.within, from: now)
    switch state.step {
    case .transfer(let item, let from):
      switch record.terms.form(of: item) {
      case .offer: finishState()
      case .order where from == side: placeOrder(record, at: now)
      case .order: doing = .awaiting(.order, until: until)
      case .contract, .receipt, .data, .money, nil: doing = .closing
      }
    case .exchange(let gifts, .none, _):
      if gifts.first?.from == side {
        draftContract(record, at: now)
      } else {
        doing = .awaiting(.contract, until: until)
      }
    case .exchange(_, .strong, _): beginExchange(record, at: now)
    case .choose(let chooser, _):
      doing = chooser == side ? .choosing : .awaiting(.choice, until: until)
    }
  }

  /// Whether the longest duration that the terms allow is over.
  private func isOver(at now: Timestamp) -> Bool { record?.deadline.map { now >= $0 } ?? false }

  /// The end of a wait: before an exchange has begun never after the deal's deadline.
  private func limit(_ within: Span, from now: Timestamp) -> Timestamp {
    let until = now.advanced(by: within)
    guard exchange == nil, let deadline = record?.deadline else { return until }
    return min(until, deadline)
  }

  /// It is ours, because a peer that keeps us waiting is blamed where we wait.
  private static func overdue(_ record: DealRecord) -> Refusal {
    Refusal(.tooLate, blame: .us, "the deal has taken longer than the \(record.terms.limits.longest) of its terms")
  }

  /// Where a deal ends whose time is over; no end, if the ways out of the states lead in a circle.
  private func wayOut(_ record: DealRecord) -> String {
    var name = position
    for _ in record.terms.states {
      guard let state = record.terms.state(name) else { return name }
      name = state.otherwise
    }
    return record.terms.state(name) == nil ? name : ""
  }

  /// The state's step is done; the phase awaits its decision.
  private mutating func finishState() {
    guard let state, let then = state.then else { return }
    doing = .deciding(after: nil, next: then)
  }

  private mutating func failState(_ refusal: Refusal) {
    guard let state else { return }
    doing = .deciding(after: refusal, next: state.otherwise)
  }

  private mutating func decide(_ phase: Phase, _ decision: Decision, at now: Timestamp) {
    guard case .deciding(let refusal, let next) = doing, let state, state.phase == phase else { return }
    record?.decisions.append(PhaseDecision(phase: phase, decision: decision, time: now))
    switch decision {
    case .satisfied: enter(next, at: now)
    case .dissatisfied: enter(refusal == nil ? state.otherwise : next, at: now)
    }
  }
}

// Our own statements.
extension DealMachine {
  /// What we put into the exchange. Our commitment names our role in it, which the planner computes from the terms.
  private func party(_ record: DealRecord) throws(Refusal) -> PartyTerms {
    let opening = record.opening
    return PartyTerms(
      role: try record.terms.role(of: opening.side), key: opening.key, nonce: opening.nonce, secret: opening.secret)
  }

  private mutating func placeOrder(_ record: DealRecord, at now: Timestamp) {
    let opening = record.opening
    let within = record.terms.state(position)?.within ?? Span(seconds: 0)
    do throws(Refusal) {
      if opening.opened != nil, now > record.offer.expires {
        throw Refusal(.expired, blame: .us, "the offer expired before it was ordered; fetch it again")
      }
      let order = Order(
        deal: opening.deal, offer: opening.offer.digest, service: opening.terms.digest,
        seller: record.offer.seller.thumbprint, buyer: try party(record), issued: now,
        expires: limit(within, from: now))
      doing = .signing(.order(order))
    } catch {
      failState(error)
    }
  }

  private mutating func draftContract(_ record: DealRecord, at now: Timestamp) {
    guard let order = record.order else {
      doing = .closing
      return
    }
    do throws(Refusal) {
      let agreement = try record.agreement(on: order)
      if record.opening.opened != nil, now > agreement.order.expires {
        throw Refusal(.tooLate, blame: .us, "the order expired before there was a contract")
      }
      // The buyer's clock may be a little ahead of ours, and a contract is not made before its order.
      let contract = try agreement.contract(
        seller: try party(record), secret: record.opening.secret, issued: max(now, agreement.order.issued))
      doing = .signing(.contract(contract))
    } catch {
      failState(error)
    }
  }

  private mutating func sign(_ statement: SignedStatement, at now: Timestamp) {
    guard case .signing(let document) = doing, let state else { return }
    record?.post(statement)
    switch document {
    case .order:
      record?.order = statement
      finishState()
    case .contract: doing = .awaiting(.contract, until: limit(countersigning(state), from: now))
    case .countersignature:
      record?.contract = statement
      finishState()
    case .choice(let choice):
      doing = .telling(
        statement.digest, option: choice.option, until: now.advanced(by: record?.opening.patience ?? state.within))
    }
  }

  /// How long we wait for the countersignature. A wallet gives it at once, and an order costs nothing: whoever only orders is
  /// not to keep a place here for as long as a purchase may take.
  private func countersigning(_ state: TermsState) -> Span {
    guard let opening = record?.opening, opening.edition != nil else { return state.within }
    return min(state.within, opening.patience)
  }

  private mutating func deliver(_ digest: Digest, at now: Timestamp) {
    guard let record, record.undelivered?.digest == digest else { return }
    self.record?.delivered += 1
    switch doing {
    case .exchanging: exchange(.delivered(digest), at: now)
    case .telling(digest, let option, _): finishChoice(option)
    case .telling, .signing, .awaiting, .choosing, .deciding, .closing, .ended: break
    }
  }

  /// The peer will never take this statement, so nothing that answers it will come: the state fails with the peer's reason.
  /// Once we are bound, and after all is done, a refusal changes no more than silence does.
  private mutating func turnDown(_ digest: Digest, _ refusal: Refusal, at now: Timestamp) {
    guard let statement = record?.undelivered, statement.digest == digest else { return }
    record?.delivered += 1
    switch doing {
    case .awaiting, .deciding(after: nil, next: _):
      if statement.kind == .order || statement.kind == .contract { failState(refusal) }
    case .exchanging where statement.kind == .contract:
      exchange(.goodsRefused(refusal), at: now)
      exchange(.giveUp, at: now)
    case .exchanging where statement.kind.isCommitment: exchange(.giveUp, at: now)
    case .exchanging: exchange(.delivered(digest), at: now)
    case .telling(digest, let option, _): finishChoice(option)
    case .telling, .signing, .choosing, .deciding, .closing, .ended: break
    }
  }
}

// Leaving, and the peer's statements.
extension DealMachine {
  /// Only while we wait for the peer's word, or in an exchange, which knows itself until when it may be left.
  private mutating func withdraw(_ refusal: Refusal, at now: Timestamp) {
    switch doing {
    case .awaiting(.order, _), .awaiting(.contract, _): failState(refusal)
    case .exchanging: exchange(.giveUp, at: now)
    case .awaiting, .signing, .choosing, .telling, .deciding, .closing, .ended: break
    }
  }

  private mutating func receive(_ statement: SignedStatement, at now: Timestamp) {
    record?.received += 1
    record?.seen.insert(statement.digest)
    switch doing {
    case .awaiting(let kind, _) where kind == statement.kind: take(statement)
    case .exchanging:
      record?.keep(statement)
      exchange(.received(statement), at: now)
    case .awaiting, .signing, .choosing, .telling, .deciding, .closing, .ended: break
    }
  }

  private mutating func take(_ statement: SignedStatement) {
    switch DealStatement(statement.kind) {
    case .order:
      record?.keep(statement)
      record?.order = statement
      finishState()
    case .contract where statement.isComplete:
      record?.keep(statement)
      record?.contract = statement
      finishState()
    case .contract:
      record?.keep(statement)
      doing = .signing(.countersignature(statement))
    case .choice:
      record?.keep(statement)
      finishChoice(statement.journalled(as: Choice.self).option)
    case nil: break
    }
  }

  /// A truly signed statement outside the terms is kept; where it stands in place of what we await, the state has failed.
  private mutating func refuse(_ refusal: Refusal, _ statement: SignedStatement, at now: Timestamp) {
    record?.received += 1
    record?.seen.insert(statement.digest)
    record?.refusals.append(refusal)
    record?.refused.append(statement)
    switch doing {
    case .awaiting(let kind, _) where kind == statement.kind: failState(refusal)
    case .exchanging: exchange(.goodsRefused(refusal), at: now)
    case .awaiting, .signing, .choosing, .telling, .deciding, .closing, .ended: break
    }
  }

  private mutating func timePassed(_ time: Timestamp, at now: Timestamp) {
    switch doing {
    case .awaiting(let kind, time):
      guard let state else { return }
      switch state.step {
      case .choose: doing = .deciding(after: nil, next: state.otherwise)
      case .transfer, .exchange:
        failState(Refusal(.tooLate, blame: .peer, "the peer's “\(kind.rawValue)” did not come in time"))
      }
    case .telling(_, let option, time): finishChoice(option)
    case .exchanging: exchange(.timePassed(time), at: now)
    case .awaiting, .telling, .signing, .choosing, .deciding, .closing, .ended: break
    }
  }
}

// Exchanging and choosing.
extension DealMachine {
  private mutating func beginExchange(_ record: DealRecord, at now: Timestamp) {
    guard let contract = record.contract?.journalled(as: Contract.self) else {
      doing = .closing
      return
    }
    let opening = record.opening
    let role: ExchangeRole = contract.terms.header.originator.key == opening.key ? .originator : .responder
    let side = ExchangeSide(
      terms: contract.terms, items: contract.items, role: role, secret: opening.secret,
      reply: opening.reply, patience: opening.patience,
      dataUntil: opening.edition == nil ? nil : state.map { now.advanced(by: $0.within) })
    self.record?.exchange = side
    exchange = ExchangeMachine(side, at: now)
    doing = .exchanging
  }

  private mutating func exchange(_ event: ExchangeEvent, at now: Timestamp) {
    guard doing == .exchanging, var machine = exchange else { return }
    note(event)
    for action in machine.handle(event, at: now) {
      if case .send(let statement) = action { record?.post(statement) }
    }
    exchange = machine
    guard let outcome = machine.outcome else { return }
    record?.outcome = outcome
    switch outcome {
    case .completed: finishState()
    case .aborted:
      failState(Refusal(.alreadyDecided, blame: .undetermined, "the exchange was aborted; each side keeps its own"))
    case .compensated:
      failState(Refusal(.goodsInvalid, blame: .peer, "the peer's data was bad; its bond is ours instead"))
    case .settled(let plan) where plan.fulfils(machine.side.items): finishState()
    case .settled:
      failState(
        Refusal(.alreadyDecided, blame: .undetermined, "both sides have settled the exchange between themselves"))
    case .declined(let refusal), .wronged(let refusal): failState(refusal)
    }
  }

  /// What an exchange event brings as evidence.
  private mutating func note(_ event: ExchangeEvent) {
    switch event {
    case .signed(let statement): record?.keep(statement)
    case .decided(let decision, _, let second):
      record?.keep(decision)
      if let second { record?.keep(second) }
    case .secured(let statements), .released(let statements), .settlement(.settled(let statements)):
      for statement in statements { record?.keep(statement) }
    case .received, .locked, .lockRefused, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .securingRefused,
      .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      break
    }
  }

  private func lifted(_ action: ExchangeAction) -> DealAction? {
    switch action {
    case .send: nil
    case .wait(let until): .wait(until: until)
    case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .askArbiter, .settlement: .exchange(action)
    }
  }

  private mutating func choose(_ option: String, at now: Timestamp) {
    guard doing == .choosing, let record, let contract = record.contract,
      options.contains(where: { $0.name == option })
    else { return }
    doing = .signing(
      .choice(
        Choice(
          deal: record.opening.deal, contract: contract.digest, service: record.opening.terms.digest,
          state: position, option: option, party: record.opening.key.thumbprint, issued: now)))
  }

  private mutating func finishChoice(_ option: String) {
    guard let target = options.first(where: { $0.name == option })?.target else { return }
    record?.choice = option
    doing = .deciding(after: nil, next: target)
  }
}
