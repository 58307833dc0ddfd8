public import SemperArchive
import SemperCoding
public import SemperModel

/// Debts of accounts, which the ledger pays by itself: at once as far as the balance goes, and from what comes in later before the
/// holder can have it, in the same transaction.
public enum LedgerDebts {
  /// Title → `LedgerDebt`.
  private static let all = RecordTable("ledger_debts")
  /// Debtor and title, while something is left.
  private static let open = RecordTable("ledger_open_debts")
  /// What titles have come to together, by what bounds them.
  private static let sums = RecordTable("ledger_debt_sums")
  private static let most = 1_000

  /// Enters a debt and pays what can be paid; the same title again changes nothing but who is paid from now on stays the same.
  ///
  /// Refuses (`unknownAccount`) a debtor or a creditor without an account, and (`limitExceeded`) what is more than the bound together
  /// with what was entered under it before.
  ///
  /// - Parameter bound: what bounds several titles together, such as a deal, and how much.
  public static func enter(
    title: Digest, from debtor: Thumbprint, to creditor: Thumbprint, amount: Money,
    within bound: (name: [UInt8], most: Money), at now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> LedgerDebt {
    if let known = try debt(title, transaction) {
      // Written anew: on a replicated archive an answer that wrote nothing could be given before the first is durable.
      try transaction.set(known.canonicalBytes, for: title.bytes, in: all)
      return known
    }
    for owner in [debtor, creditor] {
      guard try Ledger.balance(of: .customer(owner), in: amount.currency, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .peer, "the bank has no account of \(owner)")
      }
    }
    let before = try transaction.value(bound.name, in: sums).flatMap { Int64(bigEndianBytes: $0) } ?? 0
    let (sum, overflow) = before.addingReportingOverflow(amount.minorUnits)
    guard !overflow, amount.currency == bound.most.currency, sum <= bound.most.minorUnits, debtor != creditor else {
      throw Refusal(.limitExceeded, blame: .peer, "rulings on this deal have given all that they can give")
    }
    try transaction.set(sum.bigEndianBytes, for: bound.name, in: sums)
    let debt = LedgerDebt(title: title, debtor: debtor, creditor: creditor, amount: amount)
    _ = try transaction.insert(debt.canonicalBytes, for: title.bytes, in: all)
    try transaction.set([1], for: debtor.bytes + title.bytes, in: open)
    try pay(of: debtor, at: now, transaction)
    return try self.debt(title, transaction) ?? debt
  }

  public static func debt(_ title: Digest, _ reader: any RecordReader) throws -> LedgerDebt? {
    try reader.value(title.bytes, in: all).map { try LedgerDebt(canonicalBytes: $0) }
  }

  /// Pays what an account owes from what it holds.
  static func pay(of debtor: Thumbprint, at now: Timestamp, _ transaction: any RecordTransaction) throws {
    for (key, _) in try transaction.list(open, prefix: debtor.bytes, after: nil, limit: most) {
      guard var debt = try debt(Digest(bytes: Array(key.dropFirst(debtor.bytes.count))), transaction) else { continue }
      let currency = debt.amount.currency
      let held = try Ledger.balance(of: .customer(debtor), in: currency, transaction) ?? 0
      let units = min(held, debt.left)
      guard units > 0 else { continue }
      let posting = LedgerPosting(
        operation: debt.operation, purpose: .transfer, currency: currency,
        lines: [LedgerLine(.customer(debtor), -units), LedgerLine(.customer(debt.creditor), units)], time: now)
      debt.paid += units
      debt.postings += 1
      try transaction.set(debt.canonicalBytes, for: debt.title.bytes, in: all)
      if debt.left == 0 { try transaction.remove(key, in: open) }
      try Ledger.post(posting, transaction)
    }
  }
}
