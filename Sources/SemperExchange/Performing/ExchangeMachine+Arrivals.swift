public import SemperCryptography
public import SemperModel

extension ExchangeMachine {
  /// The event that a statement of the peer's becomes; `nil` when this machine expects nothing more of it. Throws what the
  /// `ExchangeVerifier` does not admit: that never becomes an event.
  public func event(for statement: SignedStatement) throws(Refusal) -> ExchangeEvent? {
    guard awaitsPeer else { return nil }
    try ExchangeVerifier(terms: side.terms, items: side.items).admit(statement, to: self)
    return .received(statement)
  }
}
