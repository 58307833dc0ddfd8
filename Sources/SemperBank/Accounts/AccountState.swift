public import SemperCoding
public import SemperModel

/// What the bank tells an account's holder: the balance and a page of postings, oldest first.
public struct AccountState: Hashable, Sendable, CanonicalValue {
  /// One posting as it touched this account.
  public struct Movement: Hashable, Sendable, CanonicalValue {
    public let number: Int
    public let purpose: LedgerPosting.Purpose
    public let operation: ID<Operation>
    /// What the account gained, in minor units; below zero what it lost.
    public let units: Int64
    public let time: Timestamp

    init(_ entry: LedgerEntry, for account: LedgerAccount) {
      number = entry.number
      purpose = entry.posting.purpose
      operation = entry.posting.operation
      units = entry.posting.lines.filter { $0.account == account }.reduce(0) { $0 + $1.units }
      time = entry.posting.time
    }

    public var json: JSON {
      .fields([
        "number": number.json, "operation": operation.json, "purpose": purpose.json, "time": time.json,
        "units": units.json,
      ])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      number = try fields.value("number")
      operation = try fields.value("operation")
      purpose = try fields.value("purpose")
      time = try fields.value("time")
      units = try fields.value("units")
      try fields.close()
    }
  }

  public let account: Thumbprint
  public let balance: Money
  public let movements: [Movement]
  /// Whether later movements exist: ask again with the last number.
  public let more: Bool

  init(account: Thumbprint, balance: Money, movements: [Movement], more: Bool) {
    self.account = account
    self.balance = balance
    self.movements = movements
    self.more = more
  }

  public var json: JSON {
    .fields([
      "account": account.json, "balance": balance.json, "more": more.json, "movements": movements.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    balance = try fields.value("balance")
    more = try fields.value("more")
    movements = try fields.value("movements")
    try fields.close()
  }
}
