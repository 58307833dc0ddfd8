import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

extension EcashPurse: LockingPurse {
  public var ledger: Thumbprint { client.name }

  /// Locks exactly the terms' amount; change comes back with the same request.
  ///
  /// Coins that turn out to be spent by another holder of the seed are dropped and others tried. When the rest is too
  /// little, the refusal is for the double spend, and `spentElsewhere()` has the mint's proofs.
  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    let call = Array("lock".utf8) + LockRecord.key(terms)
    while true {
      if let done = try await finished(call: call) { return try done.locked() }
      do {
        return try await carryOutMovingAside {
          do {
            return try await openSpending(.lock, terms.amount, details: OrderDetails(terms: terms), call: call)
          } catch let refusal as Refusal where refusal.code == .insufficientFunds {
            throw OutOfCoins(refusal: try await doubleSpend(call: call) ?? refusal)
          }
        }.locked()
      } catch let lack as OutOfCoins {
        throw lack.refusal
      } catch let refusal as Refusal where refusal.code == .doubleSpend {
        // The spent coins are gone from the purse, so this ends with a lock or with too few coins.
        continue
      }
    }
  }

  /// Takes a lock's money back as fresh coins. A lock whose receipt is outstanding is finished first, so that a late
  /// request cannot lock the money again.
  public func refund(
    _ terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    let call = Array("refund".utf8) + LockRecord.key(terms)
    if let done = try await finished(call: call) { return try done.ended() }
    if let open = try await openOrder(call: Array("lock".utf8) + LockRecord.key(terms)) {
      _ = try await carryOut(open)
    }
    guard let arbiter = try await keys.arbiterKey(terms.arbiter) else {
      throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this wallet")
    }
    var amount = terms.amount
    if decision.kind == .lockOutcome {
      let outcome = try await verified(outcome: decision, of: terms)
      guard let rest = amount.subtracting(outcome.content.paid), rest.minorUnits > 0 else { return outcome }
      amount = rest
    } else {
      // The order would be sent with this word and no other from now on.
      try terms.requireReturned(by: decision, arbiter: arbiter)
    }
    let details = OrderDetails(terms: terms, decision: decision, arbiter: arbiter)
    return try await carryOutMovingAside {
      try await open(.refund, amount, details: details, call: call)
    }.ended()
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    let key = try await refundKey(terms)
    return try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, refund: key.publicKey),
      with: [key])
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await client.ending(of: terms)
  }

  /// What ends a call because the purse has nothing left to try with.
  private struct OutOfCoins: Error {
    let refusal: Refusal
  }

  private func verified(
    outcome signed: SignedStatement, of terms: LockTerms
  ) async throws -> VerifiedStatement<LockOutcome> {
    let outcome = try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([client.mint]))
    guard outcome.content.ledger == client.name, outcome.content.terms == terms,
      outcome.content.ending == .settled
    else {
      throw Refusal(.lockInvalid, blame: .provider, "the mint's word is about another lock, or gives nothing back")
    }
    return outcome
  }

  func openOrder(call: [UInt8]) async throws -> PurseOrder? {
    try await records.read { try PurseBook.order(for: call, $0) }
  }

  /// What the call came to before, unless it was refused: then it may be tried again.
  func finished(call: [UInt8]) async throws -> PurseResult? {
    guard let entry = try await entry(call: call), entry.answer.kind != .mintRefusal else { return nil }
    return try result(entry.answer)
  }

  /// Why coins are missing, if the call was refused before because others had spent them.
  private func doubleSpend(call: [UInt8]) async throws -> Refusal? {
    guard let entry = try await entry(call: call), entry.answer.kind == .mintRefusal,
      entry.answer.journalled(as: MintRefusal.self).code == .doubleSpend
    else { return nil }
    return Refusal(
      .doubleSpend, blame: .us, "a copy of this wallet has spent these coins; the mint's proof is kept in the wallet")
  }

  func entry(call: [UInt8]) async throws -> PurseEntry? {
    try await records.read { reader in
      guard let bytes = try reader.value(call, in: PurseTables.calls) else { return nil }
      return try PurseBook.entry(ID(bytes: bytes), reader)
    }
  }
}
