public import SemperCryptography
public import SemperEngine
public import SemperModel

/// One party's side of a fair exchange (protocol FX4), whichever role it has.
///
/// It begins bound to nothing, with everything it needs in its `ExchangeSide`. Its ends are `ExchangeOutcome`s; from every
/// state an honest party reaches one with only the arbiter and the ledgers, or, where the arbiter is gone for good, by a
/// settlement that both sign.
public struct ExchangeMachine: ProtocolMachine, Hashable {
  public static let identity = MachineIdentity(name: "exchange", version: 1)

  private enum Role: Hashable, Sendable {
    case originator(OriginatorMachine)
    case responder(ResponderMachine)
  }

  private var role: Role
  private var talk = SettlementTalk()

  public init(_ side: ExchangeSide, at now: Timestamp) {
    role =
      switch side.role {
      case .originator: .originator(OriginatorMachine(side))
      case .responder: .responder(ResponderMachine(side, at: now))
      }
  }

  /// The exchange as the peer has brought it to the arbiter, while we fetch what is ours by that; `nil` otherwise.
  var recordOfPeersCall: ExchangeRecord? {
    if case .originator(let machine) = role { machine.recordOfPeersCall } else { nil }
  }

  public var side: ExchangeSide {
    switch role {
    case .originator(let machine): machine.side
    case .responder(let machine): machine.side
    }
  }

  public var outcome: ExchangeOutcome? {
    if let plan = talk.plan { return .settled(plan) }
    return talk.isOpen ? nil : roleOutcome
  }

  private var roleOutcome: ExchangeOutcome? {
    switch role {
    case .originator(let machine): machine.outcome
    case .responder(let machine): machine.outcome
    }
  }

  private var standing: SettlementStanding {
    switch role {
    case .originator(let machine): machine.standing
    case .responder(let machine): machine.standing
    }
  }

  /// Whether a joint settlement could be proposed now: we wait, bound, for the peer or the arbiter.
  public var maySettle: Bool { !isFinished && !talk.isBound && standing.maySettle }

  /// Whether this plan could be proposed now: it must not leave money of ours under its lock.
  public func mayPropose(_ plan: SettlementPlan) -> Bool {
    !isFinished && !talk.isBound && standing.mayPropose(plan)
  }

  /// Whether a proposal of ours is being made or may still be agreed to.
  public var isSettling: Bool { talk.isProposing }

  /// Our proposal to settle jointly, while it may still come about.
  public var settlementProposal: SignedStatement? { talk.ownProposal }

  /// Our M1, for the originator that has signed it: what an M2 must answer.
  public var firstCommitment: SignedStatement? {
    switch role {
    case .originator(let machine): machine.commitment
    case .responder: nil
    }
  }

  /// μ1 and μ2 while both are known: what an opening must name.
  public var commits: [Digest]? {
    switch role {
    case .originator(let machine): machine.commits
    case .responder(let machine): machine.commits
    }
  }

  public var isFinished: Bool { outcome != nil }

  /// Whether a message of the peer's can still move this side. Where the protocol is busy with itself, or stands still for a
  /// settlement, what comes waits: taken now it would be lost, since the peer does not send it again.
  public var awaitsPeer: Bool {
    guard !isFinished, !talk.isBound else { return false }
    return roleOutcome != nil || standing.maySettle || roleAwaitsPeer
  }

  private var roleAwaitsPeer: Bool {
    switch role {
    case .originator(let machine): machine.awaitsPeer
    case .responder(let machine): machine.awaitsPeer
    }
  }

  public var outstandingActions: [ExchangeAction] {
    guard !isFinished else { return [] }
    return (talk.isBound || talk.holdsRefusal ? [] : roleActions) + talk.actions(standing)
  }

  private var roleActions: [ExchangeAction] {
    switch role {
    case .originator(let machine): machine.outstandingActions
    case .responder(let machine): machine.outstandingActions
    }
  }

  public mutating func handle(_ event: ExchangeEvent, at time: Timestamp) -> [ExchangeAction] {
    guard !isFinished else { return [] }
    let before = talk
    let actions: [ExchangeAction] =
      switch talk.take(event, standing, at: time) {
      case .handled: []
      case .passOn(let event): play(event, at: time)
      }
    return actions.isEmpty && talk == before ? [] : outstandingActions
  }

  private mutating func play(_ event: ExchangeEvent, at time: Timestamp) -> [ExchangeAction] {
    switch role {
    case .originator(var machine):
      let actions = machine.handle(event, at: time)
      role = .originator(machine)
      return actions
    case .responder(var machine):
      let actions = machine.handle(event, at: time)
      role = .responder(machine)
      return actions
    }
  }
}
