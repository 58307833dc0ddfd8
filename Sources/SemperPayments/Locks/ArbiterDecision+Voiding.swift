extension ArbiterDecision {
  /// Whether this decision makes void for a party what its peer has signed, even with the peer's opening in its hands: who has had
  /// its own back has not given it.
  ///
  /// An abort alone voids nothing that both have opened: an originator can have it by asking after it has opened, anybody after the
  /// exchange has closed, and where the arbiter found a fault the other side may have opened before it heard of that. So it is
  /// no proof that no contract exists. It voids the peer's statement for a party that cannot show its own opening, or that took
  /// money of its own back, and for the party at whom the fault lies, which has given nothing. After a failure who
  /// complained chose its own back.
  ///
  /// - Parameters:
  ///   - isOriginator: whether the party is the originator of the exchange.
  ///   - hasOpened: whether the party can show its own opening.
  ///   - hasOwnBack: whether a ledger has given money back that the party was to pay; a bond is none.
  package func voidsStatements(forOriginator isOriginator: Bool, hasOpened: Bool, hasOwnBack: Bool) -> Bool {
    let isMissing = !hasOpened || hasOwnBack
    switch verdict {
    case .pending, .disclosed, .resolved: return false
    case .failed: return true
    case .aborted:
      switch cause {
      case .faultOriginator: return isOriginator || isMissing
      case .faultResponder: return !isOriginator || isMissing
      case .asked, .closed, .windowEnded, .accepted: return isMissing
      }
    }
  }
}
