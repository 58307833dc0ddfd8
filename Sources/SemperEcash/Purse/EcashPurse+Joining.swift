import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

// Locks that end together with another. The mint knows each by its state, so nothing has to be kept here: a call that is
// made again under another operation gets the same answer.
extension EcashPurse {
  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision> {
    let key = try await refundKey(terms)
    return try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, joined: joined,
        refund: key.publicKey), with: [key])
  }

  public func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    let terms = try VerifiedStatement<LockPledge>.content(of: pledge).terms
    return try await calls(terms).freeze(under: pledge)
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    let terms = try VerifiedStatement<LockPledge>.content(of: pledge).terms
    return try await calls(terms).release(pledge, by: word)
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await calls(terms).lapse(of: terms, until: until)
  }

  private func calls(_ terms: LockTerms) async throws -> MintJoining {
    MintJoining(client: client, key: try await refundKey(terms), time: time, drawOperation: drawOperation)
  }

  func refundKey(_ terms: LockTerms) async throws -> SigningKey {
    guard let key = try await keys.refundKey(for: terms) else {
      throw Refusal(.wrongSigner, blame: .us, "the wallet does not hold the refund key of this lock")
    }
    return key
  }
}
