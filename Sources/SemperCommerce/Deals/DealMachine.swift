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
    case .chosen(let option, let unexpected): choose(option, unexpected, at: now)
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
  mutating func open(_ opening: DealOpening, at now: Timestamp) {
    guard record == nil else { return }
    record = DealRecord(opening)
    enter(record?.terms.start ?? "", at: now)
  }

  mutating func enter(_ name: String, at now: Timestamp) {
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
    case .dissatisfied: enter(refusal == nil ? state.otherwise : next, at: now)
    }
  }
}
