public import SemperCryptography
public import SemperModel

extension ExchangeMachine {
  /// The event that a statement of the peer's becomes; `nil` for one that moves this machine nowhere now, such as a
  /// repetition. Throws what the `ExchangeVerifier` refuses: that never becomes an event.
  public func event(for statement: SignedStatement) throws(Refusal) -> ExchangeEvent? {
    guard awaitsPeer else { return nil }
    let verifier = try ExchangeVerifier(terms: side.terms, items: side.items)
    switch (statement.kind, side.role) {
    case (.commitOriginator, .responder): return .received(try verifier.commitOriginator(statement).signed)
    case (.commitResponder, .originator):
      guard let first = firstCommitment else { return nil }
      return .received(try verifier.commitResponder(statement, answering: first.digest).signed)
    case (.openOriginator, .responder):
      guard let commits else { return nil }
      return .received(try verifier.openOriginator(statement, commits: commits).signed)
    case (.openResponder, .originator):
      guard let commits else { return nil }
      return .received(try verifier.openResponder(statement, commits: commits).signed)
    case (.accept, .responder): return .received(try verifier.acceptance(statement, by: .originator).signed)
    case (_, .originator), (_, .responder):
      throw Refusal(.outsideTerms, blame: .peer, "an exchange has no “\(statement.kind.rawValue)” for this side")
    }
  }
}
