public import SemperCryptography
public import SemperModel

extension EcashPurse {
  /// Pays coins into somebody else's account, once for each reference: a repetition gets the receipt of the first time,
  /// also after a crash. The money is never between the two: it is here until the bank has it in the account.
  ///
  /// Throws a `Refusal` when nothing was paid; after any other error the same call has to be made again.
  public func pay(
    _ amount: Money, to account: Thumbprint, reference: Digest
  ) async throws -> VerifiedStatement<MintReceipt> {
    let call = Array("pay".utf8) + account.bytes + reference.bytes
    if let done = try await finished(call: call) { return try done.receipt() }
    let details = OrderDetails(account: account, reference: reference)
    return try await carryOutMovingAside {
      try await openSpending(.deposit, amount, details: details, call: call)
    }.receipt()
  }
}
