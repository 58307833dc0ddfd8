import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

extension PurseProvider {
  /// Moves a refund from the merchant's account to that of the purse's owner, who can load it again. The same refund again changes
  /// nothing; another amount for the same reason is refused.
  public func refund(_ refund: ModuleRefund, now: Timestamp) async throws {
    let merchant = try await records.read {
      try $0.value(ModuleAccount.self, refund.module.bytes, in: ProviderTables.modules)
    }
    guard let merchant else { throw Refusal(.untrusted, blame: .peer, "no module \(refund.module) was issued") }
    let key = try keys.cardKey(.collection, of: refund.module, version: merchant.keyVersion)
    guard refund.amount > 0, refund.isSealed(with: key) else {
      throw Refusal(.badSignature, blame: .peer, "the refund is not what its module sealed")
    }
    try await records.transact { [currency = bank.currency] transaction in
      guard let purse = try transaction.value(PurseAccount.self, refund.purse.bytes, in: ProviderTables.purses) else {
        throw Refusal(.unknownAccount, blame: .peer, "no purse \(refund.purse) was issued")
      }
      guard
        try transaction.insert(
          refund.canonicalBytes, for: refund.reference.bytes, in: ProviderTables.refunds)
      else {
        let known = try transaction.value(ModuleRefund.self, refund.reference.bytes, in: ProviderTables.refunds)
        guard known == refund else {
          throw Refusal(.idempotencyConflict, blame: .peer, "something else was given back for the same reason")
        }
        return
      }
      let posting = LedgerPosting(
        operation: refund.reference.operation, purpose: .refund, currency: currency,
        lines: [
          LedgerLine(.customer(merchant.merchant), -Int64(refund.amount)),
          LedgerLine(.customer(purse.owner), Int64(refund.amount)),
        ], time: now)
      try Ledger.post(posting, transaction)
    }
  }

  /// What has been given back for this reason, if anything was.
  public func refund(for reference: Digest) async throws -> ModuleRefund? {
    try await records.read { try $0.value(ModuleRefund.self, reference.bytes, in: ProviderTables.refunds) }
  }
}
