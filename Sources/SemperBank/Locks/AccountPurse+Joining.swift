public import SemperCryptography
public import SemperModel
public import SemperPayments

// Locks that end together with another, as payer and as payee.
extension AccountPurse {
  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision> {
    let refund = try await refundKey(of: terms)
    return try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, joined: joined,
        refund: refund.publicKey), with: [refund])
  }

  public func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> {
    try VerifiedStatement(
      signing: LockPledge(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, decider: decider,
        payee: party.publicKey), with: [party])
  }

  public func settle(
    _ title: SignedStatement, with word: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    let terms =
      title.kind == .lockPledge
      ? try VerifiedStatement<LockPledge>.content(of: title).terms
      : try VerifiedStatement<LockDivision>.content(of: title).terms
    return try await ended(.settle(title, with: word, into: account.thumbprint), terms, party)
  }

  public func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    let content = try VerifiedStatement<LockPledge>.content(of: pledge)
    let word = try VerifiedStatement<LockFreeze>(
      verifying: try await perform(.freeze(pledge), content.terms, refundKey(of: content.terms)),
      keys: KeySet([desk.bank]))
    guard word.content == LockFreeze(content, issued: word.content.issued) else { throw foreign }
    return word
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    let terms = try VerifiedStatement<LockPledge>.content(of: pledge).terms
    let answer = try await perform(.release(pledge, by: word), terms, partyKey(of: terms))
    guard answer.kind == .lockReceipt else { return try verified(answer, terms).signed }
    let receipt = try VerifiedStatement<LockReceipt>(verifying: answer, keys: KeySet([desk.bank])).content
    guard receipt.terms == terms, receipt.ledger == ledger else { throw foreign }
    return answer
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    let answer = try await perform(.lapse(until: until), terms, partyKey(of: terms))
    guard answer.kind == .lockLapse else { return try verified(answer, terms).signed }
    let lapse = try VerifiedStatement<LockLapse>(verifying: answer, keys: KeySet([desk.bank])).content
    guard lapse.terms == terms, lapse.until == until, lapse.ledger == ledger else { throw foreign }
    return answer
  }

  /// Our key that a lock names.
  private func partyKey(of terms: LockTerms) async throws -> SigningKey {
    terms.payee == payee ? party : try await refundKey(of: terms)
  }
}
