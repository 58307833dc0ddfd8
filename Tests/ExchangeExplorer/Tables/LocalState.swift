import SemperExchange

/// A party as it stands: its machine and what its journal holds.
struct LocalState: Hashable, Sendable {
  var machine: ExchangeMachine
  var notes = Notes()
}

/// What a local state means, for those who judge.
struct LocalMeaning: Sendable {
  enum End: Hashable, Sendable {
    case completed, aborted, compensated, declined, wronged
    case settled(SettlementPlan)

    var words: String {
      if case .settled = self { "settled" } else { "\(self)" }
    }
  }

  /// `nil` while it goes on.
  let end: End?
  /// All of the peer's statements count with what the party has in hand.
  let hasStatements: Bool
  /// All of the peer's data has been opened and is as described.
  let hasGoods: Bool
  /// Everything that it holds can be proved to others by its journal alone.
  let hasEvidence: Bool
  /// What is wrong with the state itself.
  var fault: String?
}
