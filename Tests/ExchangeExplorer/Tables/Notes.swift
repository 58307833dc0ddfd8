import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// What a party's journal holds of the peer, beside what its machine remembers: with it we judge what the party has.
struct Notes: Hashable, Sendable {
  /// The peer's commitments, of which there should be one.
  var commitments: [SignedStatement] = []
  /// The peer's signed opening.
  var opening: SignedStatement?
  /// The peer's secret, from whomever.
  var hasSecret = false
  var resolution: SignedStatement?
  /// All of the peer's data has been opened and is as described.
  var hasChecked = false

  mutating func take(_ event: ExchangeEvent) {
    switch event {
    case .received(let statement):
      switch statement.kind {
      case .commitOriginator, .commitResponder: keep(statement)
      case .openOriginator, .openResponder:
        opening = statement
        hasSecret = true
      default: break
      }
    case .decided(let statement, let secret, let second):
      if let second { keep(second) }
      if secret != nil { hasSecret = true }
      if statement.journalled(as: ArbiterDecision.self).verdict == .resolved { resolution = statement }
    case .goodsGood: hasChecked = true
    case .locked, .lockRefused, .signed, .goodsFetched, .goodsRefused, .goodsBad, .secured, .securingRefused,
      .released, .arbiterRefused, .delivered, .timePassed, .giveUp:
      break
    }
  }

  private mutating func keep(_ commitment: SignedStatement) {
    if !commitments.contains(commitment) { commitments.append(commitment) }
  }

  /// The locked items of the peer, as one of its commitments has them.
  static func locked(_ commitment: SignedStatement) -> [LockedItem] {
    switch commitment.kind {
    case .commitOriginator: commitment.journalled(as: CommitOriginator.self).commitment.locked
    case .commitResponder: commitment.journalled(as: CommitResponder.self).commitment.locked
    default: []
    }
  }
}
