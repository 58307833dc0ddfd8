import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

extension IssuerBooks {
  /// Lets go of what authorisations that have ended still hold.
  func release() throws {
    for entry in try transaction.list(IssuerTables.ends, prefix: [], after: nil, limit: Self.mostReleased) {
      guard let seconds = Int64(bigEndianBytes: entry.key.prefix(8)), seconds < now.seconds else { return }
      try transaction.remove(entry.key, in: IssuerTables.ends)
      let key = Array(entry.key.dropFirst(8))
      guard let bytes = try transaction.value(key, in: IssuerTables.records) else { continue }
      var record = try IssuerRecord(canonicalBytes: bytes)
      guard record.units > 0, let account = record.account else { continue }
      let operation = Self.operation(key, "end \(seconds)")
      try post(record.units, .authorisations, .customer(account), .void, operation)
      record.units = 0
      record.isReversed = true
      try transaction.set(record.canonicalBytes, for: key, in: IssuerTables.records)
    }
  }

  var approved: CardAnswer {
    let digest = Digest(plain: IssuerTables.key(name, type))
    let number = digest.bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1_000_000
    return CardAnswer(.approved, approval: CardTransaction.digits(Int64(number), 6))
  }

  /// What is wrong with card or amount, whatever the request.
  func refusal(_ payment: CardTransaction, mayBeBlocked: Bool = false) throws -> ResponseCode? {
    guard let entry = try issuer.cards.entry(of: payment.card, transaction) else { return .invalidCard }
    if entry.isBlocked, !mayBeBlocked { return .restrictedCard }
    if entry.expiry != payment.card.expiry { return .expiredCard }
    if entry.expiry < CardDate.month(now), !mayBeBlocked { return .expiredCard }
    return payment.amount.currency == issuer.bank.currency ? nil : .invalidAmount
  }

  func account(of card: PaymentCard) throws -> Thumbprint? {
    try issuer.cards.entry(of: card, transaction)?.account
  }

  func holds(_ account: Thumbprint) throws -> Int64 {
    try Ledger.balance(of: .customer(account), in: issuer.bank.currency, transaction) ?? 0
  }

  // MARK: Records

  func record(_ name: RequestName, _ type: MessageType) throws -> IssuerRecord? {
    try transaction.value(IssuerTables.key(name, type), in: IssuerTables.records)
      .map { try IssuerRecord(canonicalBytes: $0) }
  }

  func store(_ record: IssuerRecord, _ name: RequestName, _ type: MessageType) throws {
    try transaction.set(record.canonicalBytes, for: IssuerTables.key(name, type), in: IssuerTables.records)
  }

  /// The purchase or completion of this name.
  func taken(_ name: RequestName) throws -> (key: [UInt8], record: IssuerRecord)? {
    for type in [MessageType.financialRequest, .completionAdvice] {
      if let record = try record(name, type), record.kind == .purchase || record.kind == .completion {
        return (IssuerTables.key(name, type), record)
      }
    }
    return nil
  }

  func endKey(_ ends: Timestamp, _ name: RequestName) -> [UInt8] {
    ends.seconds.bigEndianBytes + IssuerTables.key(name, .authorisationRequest)
  }

  // MARK: Totals

  func totals() throws -> CardTotals {
    try transaction.value(Array(name.acquirer.utf8), in: IssuerTables.totals)
      .map { try CardTotals(canonicalBytes: $0) } ?? CardTotals(issuer.bank.currency)
  }

  func store(_ totals: CardTotals) throws {
    try transaction.set(totals.canonicalBytes, for: Array(name.acquirer.utf8), in: IssuerTables.totals)
  }

  func count(_ change: (inout CardTotals) -> Void) throws {
    var totals = try totals()
    change(&totals)
    try store(totals)
  }

  private var periodKey: [UInt8] { Array("\(name.acquirer)/period".utf8) }

  /// How many reconciliations there were with this acquirer.
  func period() throws -> Int64 {
    try transaction.value(periodKey, in: IssuerTables.totals).flatMap { Int64(bigEndianBytes: $0) } ?? 0
  }

  func endPeriod() throws {
    try transaction.set((period() + 1).bigEndianBytes, for: periodKey, in: IssuerTables.totals)
  }

  // MARK: Money

  /// Each step of a request is one operation of the ledger, named by the request.
  func move(
    _ units: Int64, _ from: LedgerAccount, _ to: LedgerAccount, _ purpose: LedgerPosting.Purpose, _ step: String
  ) throws {
    try post(units, from, to, purpose, Self.operation(IssuerTables.key(name, type), step))
  }

  private func post(
    _ units: Int64, _ from: LedgerAccount, _ to: LedgerAccount, _ purpose: LedgerPosting.Purpose,
    _ operation: ID<Operation>
  ) throws {
    guard units != 0 else { return }
    try Ledger.post(
      LedgerPosting(
        operation: operation, purpose: purpose, currency: issuer.bank.currency,
        lines: [LedgerLine(from, -units), LedgerLine(to, units)], time: now), transaction)
  }

  private static func operation(_ key: [UInt8], _ step: String) -> ID<Operation> {
    let digest = Digest(of: key + Array("/\(step)".utf8), for: .paymentReference)
    guard let id = try? ID<Operation>(bytes: Array(digest.bytes.prefix(16))) else {
      preconditionFailure("a digest is longer than an id")
    }
    return id
  }
}
