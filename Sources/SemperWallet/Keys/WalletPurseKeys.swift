public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperEcash
public import SemperModel
public import SemperPayments

/// Finds the refund key and the arbiter of a lock: the wallet notes both when it opens a deal, before anything is locked.
public struct WalletPurseKeys: PurseKeys {
  private static let refunds = RecordTable("refund_keys")
  private static let arbiters = RecordTable("arbiter_keys")

  private let records: any Records
  private let keys: WalletKeys

  public init(records: any Records, keys: WalletKeys) {
    self.records = records
    self.keys = keys
  }

  /// Notes what a deal will need, in the transaction that begins the deal.
  public func note(deal: ID<Deal>, arbiter: PublicKey, in transaction: any RecordTransaction) throws {
    try transaction.set(deal.bytes, for: keys.refund(deal).thumbprint.bytes, in: Self.refunds)
    try transaction.set(arbiter.canonicalBytes, for: arbiter.thumbprint.bytes, in: Self.arbiters)
  }

  public func refundKey(for terms: LockTerms) async throws -> SigningKey? {
    let bytes = try await records.read { try $0.value(terms.refund.bytes, in: Self.refunds) }
    return try bytes.map { keys.refund(try ID<Deal>(bytes: $0)) }
  }

  public func arbiterKey(_ thumbprint: Thumbprint) async throws -> PublicKey? {
    let bytes = try await records.read { try $0.value(thumbprint.bytes, in: Self.arbiters) }
    return try bytes.map { try PublicKey(canonicalBytes: $0) }
  }
}
