extension ArbiterDecision {
  /// Whether this decision makes void for a party what its peer has signed, even with the peer's opening in its hands: who has had
  /// its own back has not given it.
  ///
  /// An abort alone voids nothing that both have opened: an originator can have it by asking after it has opened, and anybody
  /// after the exchange has closed, so it is no proof that no contract exists. It voids the peer's statement for a party
  /// that cannot show its own opening, or that took money of its own back. Where the arbiter found a fault the party at
  /// whom it lies has given nothing, and who complained chose its own back.
  ///
  /// - Parameters:
  ///   - hasOpened: whether the party can show its own opening.
  ///   - hasOwnBack: whether a ledger has given money of the party's back.
  package func voidsStatements(hasOpened: Bool, hasOwnBack: Bool) -> Bool {
    switch verdict {
    case .pending, .disclosed, .resolved: false
    case .failed: true
    case .aborted:
      switch cause {
      case .faultOriginator, .faultResponder: true
      case .asked, .closed, .windowEnded, .accepted: !hasOpened || hasOwnBack
      }
    }
  }
}
