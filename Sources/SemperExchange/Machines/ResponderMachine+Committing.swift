import SemperCryptography
import SemperModel

// Before we are bound.
extension ResponderMachine {
  func expecting(_ until: Timestamp, _ event: ExchangeEvent, _ now: Timestamp) -> State {
    switch event {
    case .received(let first) where first.kind == .commitOriginator:
      received(FirstCommitment(first), now)
    case .goodsRefused(let refusal): .done(.declined(refusal))
    case .timePassed(until):
      .done(.declined(Refusal(.tooLate, blame: .peer, "the peer did not commit in time; nothing was bound")))
    case .giveUp:
      .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  private func received(_ first: FirstCommitment, _ now: Timestamp) -> State {
    first.data.isEmpty ? .locking(first) : .fetching(first, until: side.limitForData(from: now))
  }

  func fetching(
    _ first: FirstCommitment, _ until: Timestamp, _ event: ExchangeEvent
  ) -> State {
    switch event {
    case .goodsFetched: .locking(first)
    case .goodsRefused(let refusal): .done(.declined(refusal))
    case .timePassed(until):
      .done(.declined(Refusal(.tooLate, blame: .peer, "the data did not arrive in time; nothing was bound")))
    case .giveUp:
      .done(.declined(Refusal(.userDeclined, blame: .us, "we left before anything was bound")))
    case .locked, .lockRefused, .signed, .received, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .settlement:
      unchanged
    }
  }

  func locking(_ first: FirstCommitment, _ event: ExchangeEvent) -> State {
    switch event {
    case .locked(let commitment): .signingCommit(first, commitment)
    case .lockRefused(let refusal): .done(.declined(refusal))
    case .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad, .secured, .securingRefused,
      .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }

  func signingCommit(
    _ first: FirstCommitment, _ event: ExchangeEvent, _ now: Timestamp
  ) -> State {
    switch event {
    case .signed(let second) where second.kind == .commitResponder:
      .committed(Commits(first: first, second: second), until: now.advanced(by: side.patience))
    case .locked, .lockRefused, .signed, .received, .goodsFetched, .goodsRefused, .goodsGood, .goodsBad,
      .secured, .securingRefused, .released, .decided, .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      unchanged
    }
  }
}
