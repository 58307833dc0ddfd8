public import SemperArchive
public import SemperCryptography
public import SemperModel

/// The accounts of one bank in one currency. Play money only.
public struct Bank: Sendable {
  static let pageSize = 100
  /// How far a holder's clock may be from the bank's, and how long a query is good for.
  static let freshness: Int64 = 300

  public let records: any Records
  /// The bank's key, which statements to it name.
  public let name: Thumbprint
  public let currency: Currency
  /// Play money that every new account gets, once.
  public let grant: Money

  /// - Precondition: the grant is in the bank's currency and not negative.
  public init(records: any Records, name: Thumbprint, currency: Currency, grant: Money) {
    precondition(grant.currency == currency && grant.minorUnits >= 0)
    self.records = records
    self.name = name
    self.currency = currency
    self.grant = grant
  }

  /// Opens an account with its grant, or tells the state of the one that is open already.
  public func open(_ signed: SignedStatement, now: Timestamp) async throws -> AccountState {
    let opening = try VerifiedStatement<AccountOpening>(verifying: signed, keys: KeySet()).content
    try check(bank: opening.bank)
    guard opening.currency == currency else {
      throw Refusal(.unknownAccount, blame: .peer, "this bank keeps accounts in \(currency)")
    }
    let account = LedgerAccount.customer(opening.key.thumbprint)
    let grant = LedgerPosting(
      operation: opening.operation, purpose: .grant, currency: currency,
      lines: [LedgerLine(.playMoney, -self.grant.minorUnits), LedgerLine(account, self.grant.minorUnits)], time: now)
    return try await records.transact { transaction in
      if try Ledger.open(account, in: currency, transaction), !grant.lines.isEmpty {
        try Ledger.post(grant, transaction)
      }
      return try state(of: opening.key.thumbprint, after: nil, transaction)
    }
  }

  /// What an account holds and what moved it.
  public func state(_ signed: SignedStatement, now: Timestamp) async throws -> AccountState {
    let query = try VerifiedStatement<AccountQuery>(verifying: signed, keys: KeySet()).content
    try check(bank: query.bank)
    guard abs(query.issued.seconds - now.seconds) <= Self.freshness else {
      throw Refusal(.expired, blame: .peer, "the query is not of the last five minutes; set the clock and ask again")
    }
    return try await records.read { try state(of: query.key.thumbprint, after: query.after, $0) }
  }

  /// Refuses (`unknownAccount`) a key that has no account here.
  @discardableResult
  public func balance(of owner: Thumbprint, _ reader: any RecordReader) throws -> Money {
    guard let units = try Ledger.balance(of: .customer(owner), in: currency, reader) else {
      throw Refusal(.unknownAccount, blame: .peer, "there is no account of this key; open one first")
    }
    return Money(minorUnits: units, currency)
  }

  /// Recomputes the books.
  public func audit() async throws -> LedgerAudit {
    try await records.read { try LedgerAudit($0) }
  }

  private func check(bank: Thumbprint) throws(Refusal) {
    guard bank == name else { throw Refusal(.wrongSigner, blame: .peer, "the statement is meant for another bank") }
  }

  private func state(
    of owner: Thumbprint, after number: Int?, _ reader: any RecordReader
  ) throws -> AccountState {
    let (account, balance) = (LedgerAccount.customer(owner), try balance(of: owner, reader))
    let entries = try Ledger.movements(of: account, in: currency, after: number, limit: Self.pageSize + 1, reader)
    return AccountState(
      account: owner, balance: balance,
      movements: entries.prefix(Self.pageSize).map { AccountState.Movement($0, for: account) },
      more: entries.count > Self.pageSize)
  }
}
