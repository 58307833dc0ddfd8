import SemperCryptography
import SemperModel

/// What the parties of an exchange say to each other about settling it jointly, as one of them sees it.
///
/// Who proposes goes on as before until the peer has agreed: it may still be resolved for or aborted; only data of its own
/// that it calls void it does not give away any more. Who agrees is bound
/// from the moment at which its machine decides to sign, and does nothing else any more; only the ledger's word that the
/// lock has ended another way sets it free, because then the settlement can never count. Where no lock is divided there is
/// nothing that could set it free.
struct SettlementTalk: Hashable, Sendable {
  enum State: Hashable, Sendable {
    case silent
    /// The peer has proposed.
    case judging(SignedStatement)
    case proposing(SettlementPlan)
    /// `held` is a ledger's refusal of what we asked for besides: the settlement may be the reason for it.
    case proposed(SignedStatement, isDelivered: Bool, held: Refusal?)
    /// Nothing has come of our proposal in time. Where no ledger says so, a consent given in time may still arrive.
    case lapsed(SignedStatement)
    case signingConsent(SignedStatement)
    case settling(SignedStatement, consent: SignedStatement)
    /// No lock is divided, so only our consent tells the peer; where one is, the ledger tells it.
    case telling(SignedStatement, consent: SignedStatement, until: Timestamp)
    case settled(SettlementPlan)
  }

  /// What an event means for the protocol beside.
  enum Effect: Hashable, Sendable {
    /// It is for the protocol.
    case passOn(ExchangeEvent)
    case handled
  }

  private(set) var state = State.silent

  /// Whether the protocol beside stands still.
  var isBound: Bool {
    switch state {
    case .silent, .judging, .proposing, .proposed, .lapsed: false
    case .signingConsent, .settling, .telling, .settled: true
    }
  }

  /// Whether the protocol beside waits for what the ledger says of our proposal.
  var holdsRefusal: Bool {
    if case .proposed(_, _, .some) = state { true } else { false }
  }

  /// Whether the exchange cannot end before more is known: a lock of ours may be divided.
  var isOpen: Bool {
    switch state {
    case .silent, .judging, .proposing, .lapsed, .settled: false
    case .proposed(let proposal, _, _): Self.plan(proposal).dividesLocks
    case .signingConsent, .settling, .telling: true
    }
  }

  /// Whether a proposal of ours is being made, or stands.
  var isProposing: Bool {
    switch state {
    case .proposing, .proposed: true
    case .silent, .judging, .lapsed, .signingConsent, .settling, .telling, .settled: false
    }
  }

  var plan: SettlementPlan? {
    if case .settled(let plan) = state { plan } else { nil }
  }

  /// The peer's consent must be to this proposal of ours.
  var ownProposal: SignedStatement? {
    switch state {
    case .proposed(let proposal, _, _), .lapsed(let proposal): proposal
    case .silent, .judging, .proposing, .signingConsent, .settling, .telling, .settled: nil
    }
  }

  /// - Parameter standing: how the protocol beside stands.
  func actions(_ standing: SettlementStanding) -> [ExchangeAction] {
    switch state {
    case .silent, .lapsed, .settled: []
    case .judging(let proposal): standing.maySettle ? [.settlement(.judge(proposal))] : []
    case .proposing(let plan): [.settlement(propose(plan, standing))]
    case .proposed(let proposal, let isDelivered, _):
      (isDelivered ? [] : [.send(proposal)]) + [.settlement(.follow(proposal))]
    case .signingConsent(let proposal): [.sign(.consent(proposal: proposal.digest))]
    case .settling(let proposal, _): [.settlement(.settle(proposal))]
    case .telling(_, let consent, let until): [.send(consent), .wait(until: until)]
    }
  }

  private func propose(_ plan: SettlementPlan, _ standing: SettlementStanding) -> SettlementAction {
    let receipts = standing.receipts(dividedBy: plan)
    return .propose(plan, dividing: receipts.own, joining: receipts.peer)
  }

  /// Whether this would lead us to open data that our own proposal calls void, to which the peer may agree at any time.
  private func withholds(_ event: ExchangeEvent, _ standing: SettlementStanding) -> Bool {
    let plan: SettlementPlan? =
      switch state {
      case .proposing(let plan): plan
      case .proposed(let proposal, _, _), .lapsed(let proposal): Self.plan(proposal)
      case .silent, .judging, .signingConsent, .settling, .telling, .settled: nil
      }
    guard let plan, standing.maySettle, standing.callsDataVoid(plan) else { return false }
    switch event {
    case .received(let letter): return letter.kind == .commitResponder || letter.kind == .openOriginator
    case .goodsFetched: return true
    case .locked, .lockRefused, .signed, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused, .released,
      .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      return false
    }
  }

  mutating func take(_ event: ExchangeEvent, _ standing: SettlementStanding, at now: Timestamp) -> Effect {
    guard !withholds(event, standing) else { return .handled }
    switch event {
    case .settlement(let step): return take(step, standing, event, at: now)
    case .received(let statement) where statement.kind == .settlementProposal: receive(proposal: statement)
    case .received(let statement) where statement.kind == .settlementConsent: receive(consent: statement)
    case .signed(let statement) where statement.kind == .settlementProposal:
      guard case .proposing = state else { break }
      state = .proposed(statement, isDelivered: false, held: nil)
    case .signed(let statement) where statement.kind == .settlementConsent: sign(consent: statement, standing, at: now)
    case .delivered(let digest): return deliver(digest, event)
    case .timePassed(let time):
      guard case .telling(let proposal, _, time) = state else { return isBound ? .handled : .passOn(event) }
      state = .settled(Self.plan(proposal))
    case .securingRefused(let refusal):
      guard case .proposed(let proposal, let isDelivered, _) = state, Self.plan(proposal).dividesLocks else {
        return isBound ? .handled : .passOn(event)
      }
      state = .proposed(proposal, isDelivered: isDelivered, held: refusal)
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured,
      .released, .decided, .arbiterRefused, .giveUp:
      return isBound ? .handled : .passOn(event)
    }
    return .handled
  }

  private static func content(_ proposal: SignedStatement) -> SettlementProposal {
    proposal.journalled(as: SettlementProposal.self)
  }

  private static func plan(_ proposal: SignedStatement) -> SettlementPlan { content(proposal).plan }

  private mutating func receive(proposal: SignedStatement) {
    switch state {
    case .silent, .judging: state = .judging(proposal)
    case .lapsed, .proposing, .proposed, .signingConsent, .settling, .telling, .settled: break
    }
  }

  /// Where a lock is divided the ledger's word counts, not the peer's.
  private mutating func receive(consent: SignedStatement) {
    guard let proposal = ownProposal, !Self.plan(proposal).dividesLocks else { return }
    state = .settled(Self.plan(proposal))
  }

  private mutating func sign(consent: SignedStatement, _ standing: SettlementStanding, at now: Timestamp) {
    guard case .signingConsent(let proposal) = state else { return }
    state =
      !Self.plan(proposal).dividesLocks
      ? .telling(proposal, consent: consent, until: now.advanced(by: standing.patience))
      : .settling(proposal, consent: consent)
  }

  private mutating func deliver(_ digest: Digest, _ event: ExchangeEvent) -> Effect {
    switch state {
    case .proposed(let proposal, _, let held) where proposal.digest == digest:
      state = .proposed(proposal, isDelivered: true, held: held)
    case .telling(let proposal, let consent, _) where consent.digest == digest:
      state = .settled(Self.plan(proposal))
    case .silent, .judging, .proposing, .proposed, .lapsed: return .passOn(event)
    case .signingConsent, .settling, .telling, .settled: break
    }
    return .handled
  }

  private mutating func take(
    _ step: SettlementEvent, _ standing: SettlementStanding, _ event: ExchangeEvent, at now: Timestamp
  ) -> Effect {
    switch (step, state) {
    case (.wanted(let plan), .silent), (.wanted(let plan), .judging), (.wanted(let plan), .lapsed):
      if standing.mayPropose(plan) { state = .proposing(plan) }
    case (.agreed(let digest), .judging(let proposal)) where proposal.digest == digest:
      state = standing.mayAgree(to: Self.content(proposal)) ? .signingConsent(proposal) : .silent
    case (.refused, .judging), (.refused, .proposing): state = .silent
    case (.settled, .proposed(let proposal, _, _)): state = .settled(Self.plan(proposal))
    case (.settled, .settling(let proposal, _)): state = .settled(Self.plan(proposal))
    case (.failed, .proposed(let proposal, _, let held)):
      state = !Self.plan(proposal).dividesLocks ? .lapsed(proposal) : .silent
      if let held { return .passOn(.securingRefused(held)) }
    case (.failed, .settling): state = .silent
    case (.wanted, _), (.agreed, _), (.refused, _), (.settled, _), (.failed, _): break
    }
    return .handled
  }
}
