public import SemperArchive
public import SemperModel

/// What an account held and what moved it between two times, from the bank's ledger; written as camt.053.
public struct AccountStatement: Hashable, Sendable {
  /// One entry of the ledger as it touched the account.
  public struct Entry: Hashable, Sendable {
    public let number: Int
    public let units: Int64
    public let purpose: LedgerPosting.Purpose
    public let operation: ID<Operation>
    public let time: Timestamp
  }

  public let account: IBAN
  public let currency: Currency
  public let from: Timestamp
  public let until: Timestamp
  /// Minor units before the first and after the last entry.
  public let opening: Int64
  public let closing: Int64
  public let entries: [Entry]
  public let created: Timestamp

  /// Reads the ledger in one consistent state.
  ///
  /// Refuses (`unknownAccount`) an account that there is not, and (`outsideTerms`) a time that ends before it begins or has not
  /// come yet: what is still to come would make another statement of it.
  public init(
    of holder: Thumbprint, at bank: BankCode, in currency: Currency, from: Timestamp, until: Timestamp, now: Timestamp,
    _ reader: any RecordReader
  ) throws {
    guard from <= until, until < now else {
      throw Refusal(.outsideTerms, blame: .peer, "a statement is of a time that is over; choose an earlier end")
    }
    let ledger = LedgerAccount.customer(holder)
    guard try Ledger.balance(of: ledger, in: currency, reader) != nil else {
      throw Refusal(.unknownAccount, blame: .peer, "there is no account of this holder; check the account")
    }
    var (opening, entries, last) = (Int64(0), [Entry](), Int?.none)
    while true {
      let page = try Ledger.movements(of: ledger, in: currency, after: last, limit: 200, reader)
      for entry in page {
        let units = entry.posting.lines.filter { $0.account == ledger }.reduce(0) { $0 + $1.units }
        if entry.posting.time < from { opening += units }
        guard (from...until).contains(entry.posting.time) else { continue }
        entries.append(
          Entry(
            number: entry.number, units: units, purpose: entry.posting.purpose, operation: entry.posting.operation,
            time: entry.posting.time))
      }
      last = page.last?.number
      if page.count < 200 { break }
    }
    account = IBAN(bank, holder)
    self.currency = currency
    self.from = from
    self.until = until
    self.opening = opening
    self.entries = entries
    closing = entries.reduce(opening) { $0 + $1.units }
    created = now
  }
}
