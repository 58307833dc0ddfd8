public import SemperCryptography
public import SemperModel

/// What others say that moves locked money, apart from the opening. Every ledger asks here whether a word is about this lock; and whoever holds
/// a lock asks before it orders anything, since an order with a word that moves nothing would be refused as often as it is sent.
extension LockTerms {
  /// What the lock's arbiter has decided about its exchange.
  ///
  /// Refuses what is no decision or not signed by that key (`unknownKind`, `badSignature`, …), a decision of another arbiter
  /// (`wrongSigner`), and one about another exchange (`lockInvalid`).
  public func verdict(
    of word: SignedStatement, by arbiter: PublicKey
  ) throws(Refusal) -> ArbiterDecision.Verdict {
    let decision = try VerifiedStatement<ArbiterDecision>(verifying: word, keys: KeySet([arbiter])).content
    guard arbiter.thumbprint == self.arbiter else {
      throw Refusal(.wrongSigner, blame: .peer, "the decision is not by the arbiter that the lock names")
    }
    guard decision.exchange == exchange else {
      throw Refusal(.lockInvalid, blame: .peer, "the decision is about another exchange")
    }
    return decision.verdict
  }

  /// Refuses an acceptance that gives the payer nothing back: of another exchange, by somebody else than the payee, or where the lock's
  /// rule does not end by one (`lockInvalid`).
  public func requireReturned(byAcceptance word: SignedStatement) throws(Refusal) {
    let acceptance = try VerifiedStatement<AcceptRequest>(verifying: word, keys: KeySet()).content
    guard rule.endsByAcceptance, acceptance.exchange == exchange, acceptance.party.thumbprint == payee else {
      throw Refusal(.lockInvalid, blame: .peer, "this acceptance gives nothing back to the payer")
    }
  }

  /// Refuses whatever gives the payer nothing back: what is neither a decision that returns the money by the lock's rule nor the payee's
  /// acceptance where that does.
  public func requireReturned(by word: SignedStatement, arbiter: PublicKey) throws(Refusal) {
    guard word.kind != .accept else { return try requireReturned(byAcceptance: word) }
    try rule.requireReturns(on: try verdict(of: word, by: arbiter))
  }
}
