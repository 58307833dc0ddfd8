import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperExchange
public import SemperModel
import SemperTerms

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
    /// Our owner fills in what we give in this step.
    case filling([String], until: Timestamp)
    /// The money that we give is being sent, and the data sealed.
    case handingOver(FilledStep, [HandOver])
    /// Bringing an act of ours, which ends this state, to the seller.
    case handing(Digest, until: Timestamp)
    /// Seeing whether what the peer gives is here, before we sign for it.
    case taking(SignedStatement, until: Timestamp)
    case pausing(until: Timestamp)
    /// An arbiter hears both.
    case hearing(until: Timestamp)
    /// Between states.
    case deciding(after: Refusal?, next: String)
    case closing
    case ended
  }

  public internal(set) var record: DealRecord?
  /// The state of the terms we are in, or the end we have reached.
  public internal(set) var position: String = ""
  var doing = Doing.closing
  public internal(set) var exchange: ExchangeMachine?

  public init() {}

  public var isFinished: Bool { doing == .ended }

  /// A statement that was delivered is recognised by the peer when it comes again.
  public static func mayWait(_ event: DealEvent) -> Bool {
    switch event {
    case .delivered: true
    case .opened, .received, .refused, .signed, .turnedDown, .withdrawn, .decided, .chosen, .filled, .handed, .taken,
      .raised, .ruled, .exchange, .timePassed, .closed:
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
    // Meanwhile the peer may say that our time is over, or raise an exception.
    case .filling, .handing: true
    case .choosing: record?.course != nil
    case .signing, .telling, .handingOver, .taking, .pausing, .hearing, .deciding, .closing, .ended: false
    }
  }

  private func ours(_ record: DealRecord) -> [DealAction] {
    switch doing {
    case .signing(let document): [.sign(document)]
    case .awaiting(_, let until), .telling(_, _, let until), .handing(_, let until), .pausing(let until):
      [.wait(until: until)]
    case .hearing(let until): [.hear(until: until)]
    case .filling(let items, let until): [.fill(items, until: until), .wait(until: until)]
    case .handingOver(_, let items): [.hand(items)]
    case .taking(let deed, let until): [.take(deed), .wait(until: until)]
    case .exchanging: exchange.map { $0.outstandingActions.compactMap(lifted) } ?? []
    case .choosing: [.choose(options.map(\.name))] + (stepLimit.map { [.wait(until: $0)] } ?? [])
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
    case .chosen(let option, let unexpected): choose(option, unexpected, at: now)
    case .filled(let step): fill(step, at: now)
    case .handed(let data, let money, let rights): handOver(data, money, rights, at: now)
    case .taken(let refusal): take(refusal, at: now)
    case .raised(let name): raise(name, at: now)
    case .ruled(let ruling, let time): rule(ruling, at: time)
    case .exchange(let event): exchange(event, at: now)
    case .timePassed(let time): timePassed(time, at: now)
    case .closed: if doing == .closing { doing = .ended }
    }
    return outstandingActions.filter { !before.contains($0) }
  }

  var state: TermsState? { record?.terms.state(position) }

  var options: [TermsState.Option] {
    guard case .choose(_, let options) = state?.step else { return [] }
    return options.filter { option in record?.course?.documents.satisfy(option.condition) ?? true }
  }
}

// Opening, and going from state to state.
extension DealMachine {
  mutating func open(_ opening: DealOpening, at now: Timestamp) {
    guard record == nil else { return }
    let begun = DealRecord(opening, at: now)
    record = begun
    if begun.course == nil { enter(begun.terms.start, at: now) } else { beginStep(at: now) }
  }

  mutating func enter(_ name: String, at now: Timestamp) {
    if record?.course != nil { return goOn(to: name, at: now) }
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
    case .transfer(let items, let from):
      switch items.first.flatMap(record.terms.form(of:)) {
      case .offer:
        if let refusal = record.unsuited { failState(refusal) } else { finishState() }
      case .order where from == side: placeOrder(record, at: now)
      case .order: doing = .awaiting(.order, until: until)
      case .contract, .receipt, .document, .data, .money, .refund, .credential, .goods, .work, nil: doing = .closing
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
    // Terms with such states are not opened here (`PlayableTerms`).
    case .branch, .dispute, .pause: doing = .closing
    }
  }

  /// The state's step is done; the phase awaits its decision. What was done stands, also where something of it was not as expected.
  mutating func finishState(after unexpected: Refusal? = nil) {
    guard let state, let then = state.then else { return }
    doing = .deciding(after: unexpected, next: then)
  }

  mutating func decide(_ phase: Phase, _ decision: Decision, at now: Timestamp) {
    guard case .deciding(let refusal, let next) = doing, let state, state.phase == phase else { return }
    record?.decisions.append(PhaseDecision(phase: phase, decision: decision, time: now))
    switch decision {
    case .satisfied: enter(next, at: now)
    case .dissatisfied where refusal == nil && record?.course != nil && !isUnknownToPeer:
      // What was done stands; whoever is not satisfied gives nothing more.
      record?.course?.isUnwilling = true
      enter(next, at: now)
    case .dissatisfied: enter(refusal == nil ? state.otherwise : next, at: now)
    }
  }
}
