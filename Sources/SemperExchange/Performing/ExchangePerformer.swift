public import SemperCryptography
public import SemperEngine
public import SemperModel

/// Does what an exchange machine asks for, with items of any class: the only place where an exchange meets keys, money,
/// registries, data and network.
///
/// Every action bears repetition, as its machine expects: ledgers, registries and the arbiter recognise repeated calls,
/// and a statement leaves only once the event that holds it is durable. A `Refusal` of the other side is an answer and
/// becomes an event; anything else is thrown, and the action is to be performed again.
public struct ExchangePerformer: Sendable {
  let key: SigningKey
  let refund: Thumbprint
  let reply: SealingKey
  /// What there is to give and to take with, which may change between two actions.
  public var means: ExchangeMeans
  let peer: any ExchangeLink
  let arbiter: any ArbiterDesk
  let time: any TimeSource

  /// - Parameter refund: the key that signs refunds of our locks; a fresh one of the purse, so that the payer stays unknown.
  public init(
    key: SigningKey, refund: Thumbprint, reply: SealingKey, means: ExchangeMeans, peer: any ExchangeLink,
    arbiter: any ArbiterDesk, time: any TimeSource
  ) {
    self.key = key
    self.refund = refund
    self.reply = reply
    self.means = means
    self.peer = peer
    self.arbiter = arbiter
    self.time = time
  }

  /// Performs one action of this machine; the events are to be handed to it in this order, in one step where the journal
  /// can do that.
  public func perform(_ action: ExchangeAction, of machine: ExchangeMachine) async throws -> [ExchangeEvent] {
    let side = machine.side
    switch action {
    case .lock: return try await lock(side)
    case .sign(let message): return [.signed(try sign(message, side))]
    case .send(let statement):
      try await peer.send(statement)
      return [.delivered(statement.digest)]
    case .fetchGoods(let items): return [try await fetch(items, machine)]
    case .checkGoods(let items, let secret): return [try await check(items, secret, side)]
    case .secure(let items, let means): return [try await secure(items, means)]
    case .release(let items, let reason): return [try await release(items, reason)]
    case .askArbiter(let call, let notBefore):
      if let notBefore { try await time.wait(until: notBefore) }
      return [try await ask(call, machine)]
    case .wait(let until):
      try await time.wait(until: until)
      return [.timePassed(until)]
    case .settlement(let action): return [try await perform(action, side)]
    }
  }

  /// What an action comes to by computing alone; `nil` for one that leaves this process or waits.
  public func compute(_ action: ExchangeAction, of machine: ExchangeMachine) throws -> [ExchangeEvent]? {
    switch action {
    case .sign(let message): [.signed(try sign(message, machine.side))]
    case .lock, .send, .fetchGoods, .checkGoods, .secure, .release, .askArbiter, .wait, .settlement: nil
    }
  }

  private func perform(_ action: SettlementAction, _ side: ExchangeSide) async throws -> ExchangeEvent {
    try await SettlementPerformer(
      key: key, purses: means.purses, tills: means.tills, judgement: means.settling, time: time
    ).perform(action, of: side)
  }
}
