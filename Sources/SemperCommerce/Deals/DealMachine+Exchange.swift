import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// Exchanging and choosing.
extension DealMachine {
  mutating func beginExchange(_ record: DealRecord, at now: Timestamp) {
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

  mutating func exchange(_ event: ExchangeEvent, at now: Timestamp) {
    guard doing == .exchanging, var machine = exchange else { return }
    note(event)
    for action in machine.handle(event, at: now) {
      guard case .send(let statement) = action else { continue }
      record?.post(statement)
      if isHandedOver(statement) { _ = machine.handle(.delivered(statement.digest), at: now) }
    }
    exchange = machine
    guard let outcome = machine.outcome else { return }
    record?.outcome = outcome
    switch outcome {
    case .completed where record?.course != nil: finishAgreed()
    case .completed:
      let unexpected = record.flatMap { $0.difference(content: $0.openedContent) }
      record?.unexpected = unexpected
      finishState(after: unexpected)
    case .aborted:
      failState(Refusal(.alreadyDecided, blame: .undetermined, "the exchange was aborted; each side keeps its own"))
    case .compensated:
      failState(Refusal(.goodsInvalid, blame: .peer, "the peer's data was bad; its bond is ours instead"))
    case .settled(let plan) where plan.fulfils(machine.side.items):
      record?.course == nil ? finishState() : finishAgreed()
    case .settled:
      failState(
        Refusal(.alreadyDecided, blame: .undetermined, "both sides have settled the exchange between themselves"))
    case .declined(let refusal), .wronged(let refusal): failState(refusal)
    }
  }

  /// Whether the exchange need not wait until a last statement is fetched: in a deal of many steps the buyer reads it from the outbox also
  /// when it comes back days later for the next step, which the seller has to be ready for.
  private func isHandedOver(_ statement: SignedStatement) -> Bool {
    record?.course != nil && record?.opening.side == .seller && statement.kind == .openResponder
  }

  /// What an exchange event brings as evidence.
  mutating func note(_ event: ExchangeEvent) {
    switch event {
    case .signed(let statement): record?.keep(statement)
    case .decided(let decision, _, let second):
      record?.keep(decision)
      if let second { record?.keep(second) }
    case .secured(let statements), .released(let statements), .settlement(.settled(let statements)):
      for statement in statements { record?.keep(statement) }
    case .goodsGood:
      let content = record?.content
      record?.openedContent = content
    case .received, .locked, .lockRefused, .goodsFetched, .goodsRefused, .goodsBad, .securingRefused,
      .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      break
    }
  }

  func lifted(_ action: ExchangeAction) -> DealAction? {
    switch action {
    case .send: nil
    case .wait(let until): .wait(until: until)
    case .lock, .sign, .fetchGoods, .checkGoods, .secure, .release, .askArbiter, .settlement: .exchange(action)
    }
  }

  mutating func choose(_ option: String, _ unexpected: Refusal?, at now: Timestamp) {
    if record?.course != nil { return chooseStep(option, at: now) }
    guard doing == .choosing, let record, let contract = record.contract,
      options.contains(where: { $0.name == option })
    else { return }
    self.record?.unexpected = unexpected
    doing = .signing(
      .choice(
        Choice(
          deal: record.opening.deal, contract: contract.digest, service: record.opening.terms.digest,
          state: position, option: option, party: record.opening.key.thumbprint, issued: now)))
  }

  mutating func finishChoice(_ option: String) {
    guard let target = options.first(where: { $0.name == option })?.target else { return }
    record?.choice = option
    doing = .deciding(after: record?.unexpected, next: target)
  }
}
