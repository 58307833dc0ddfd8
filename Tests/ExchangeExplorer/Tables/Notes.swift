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
  /// The peer's ciphertexts that have arrived completely.
  var fetched: Set<LockedData> = []
  /// All of the peer's data has been opened and is as described.
  var hasChecked = false
  /// The journal proves the settlement with which the party has ended.
  var provesSettlement = false

  /// - Parameter asked: what the party has asked for, which says whose arrival `goodsFetched` tells.
  mutating func take(_ event: ExchangeEvent, asked: [ExchangeAction]) {
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
    case .goodsFetched:
      for case .fetchGoods(let items) in asked { fetched.formUnion(items.compactMap(\.ciphertext)) }
    case .goodsGood: hasChecked = true
    case .locked, .lockRefused, .signed, .goodsRefused, .goodsBad, .secured, .securingRefused, .released,
      .arbiterRefused, .delivered, .timePassed, .giveUp, .settlement:
      break
    }
  }

  /// Whether the ciphertexts of these items are here, so that they can be opened.
  func has(_ items: [LockedItem]) -> Bool { fetched.isSuperset(of: items.compactMap(\.ciphertext)) }

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
