import SemperArchive
import SemperCryptography
import SemperEngine
public import SemperModel

extension EcashPurse {
  private static let dueKey = Array("due".utf8)

  /// Whether the purse has been told to withdraw ahead.
  public func keepsStock() async throws -> Bool {
    try await records.read { try $0.value(Self.dueKey, in: PurseTables.stock) != nil }
  }

  /// Withdraws ahead of payments as the policy says, and plans the next withdrawal. Called whenever the wallet runs; what is planned
  /// outlives a crash.
  ///
  /// - Returns: what was withdrawn now, if anything, and when the next withdrawal is due, while the purse holds too little.
  @discardableResult
  public func keepStock(
    _ policy: WithdrawalPolicy, using generator: inout some RandomNumberGenerator
  ) async throws -> (withdrawn: Money?, due: Timestamp?) {
    let now = await time.now()
    let currency = try await mintKeys().currency
    let (planned, open) = try await records.read { reader in
      (try Self.planned(reader), try PurseBook.openOrders(reader).contains { $0.purpose == .withdraw })
    }
    var due = policy.due(
      holding: try await balance().available.minorUnits, planned: planned, now: now, using: &generator)
    var withdrawn: Money?
    // A withdrawal that is under way already counts as the one that is due.
    if let time = due, time <= now, !open {
      let amount = Money(minorUnits: policy.parcel, currency)
      try await withdraw(amount)
      withdrawn = amount
      due = policy.due(
        holding: try await balance().available.minorUnits, planned: nil, now: now, using: &generator)
    }
    let bytes = withUnsafeBytes(of: (due?.seconds ?? 0).bigEndian) { Array($0) }
    try await records.transact { try $0.set(bytes, for: Self.dueKey, in: PurseTables.stock) }
    return (withdrawn, due)
  }

  private static func planned(_ reader: any RecordReader) throws -> Timestamp? {
    guard let bytes = try reader.value(dueKey, in: PurseTables.stock) else { return nil }
    let seconds = bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return seconds == 0 ? nil : Timestamp(seconds: seconds)
  }
}
