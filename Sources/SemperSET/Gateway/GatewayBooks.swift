import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What the gateway does to the bank's books, as operations on a running transaction. A hold is money moved from the card's
/// account to where locked money stands; a capture moves it on to the merchant. Of a card that another bank has issued, the money is
/// that bank's debt (`clearing`), and it moves once that bank has answered.
struct GatewayBooks {
  let transaction: any RecordTransaction
  /// In whose name money moves.
  var request: RRPID
  let now: Timestamp
  /// What issuers have answered to this request's questions.
  var words: [ID<Operation>: Bool] = [:]
  /// The questions whose money stands off the merchant's account.
  var reserved: [ByteString] = []
  /// Whether the request waits for an issuer, or has.
  var isOpen = false

  func approval(_ xid: XID) throws -> ApprovalRecord? {
    try transaction.value(xid.bytes, in: GatewayTables.approvals).map { try ApprovalRecord(derBytes: $0) }
  }

  func keep(_ record: ApprovalRecord, _ xid: XID) throws {
    try transaction.set(record.derBytes, for: xid.bytes, in: GatewayTables.approvals)
  }

  func account(of merchant: MerchantID) throws -> Thumbprint? {
    try transaction.value(Array(merchant.text.utf8), in: GatewayTables.merchants).map { try Thumbprint(bytes: $0) }
  }

  /// Holds an approved amount; `false` where the account has too little. An approval is found by its transaction, so that one
  /// purchase is paid once.
  func hold(_ record: ApprovalRecord, _ xid: XID) throws -> Bool {
    guard try transaction.value(xid.bytes, in: GatewayTables.approvals) == nil else {
      throw SETRefusal(.transaction, "this purchase was paid or refused before")
    }
    let payer = try payer(record)
    let amount = record.amount.money
    guard try record.issuer != nil || holds(amount, payer) else { return false }
    try move(amount, from: payer, to: .locks, .lock, as: GatewayPosting.hold(xid))
    guard try transaction.insert(record.derBytes, for: xid.bytes, in: GatewayTables.approvals) else {
      throw ArchiveError(.corrupt, "an approval appeared within its transaction")
    }
    return true
  }

  /// Moves held money to the merchant. The rest stays held for another capture, or, where a lock ends, goes back. `step` tells
  /// the postings of one request apart.
  func capture(_ amount: Money, of record: inout ApprovalRecord, step: UInt8) throws {
    let rest = Money(minorUnits: record.held.money.minorUnits - amount.minorUnits, amount.currency)
    let captured = record.captured.money.minorUnits + amount.minorUnits
    try move(amount, from: .locks, to: payee(record), .claim, step: step)
    let back = record.lock == nil ? Money.zero(amount.currency) : rest
    try move(back, from: .locks, to: payer(record), .refund, step: step + 1)
    record.held = CurrencyAmount(record.lock == nil ? rest : .zero(amount.currency))
    record.captured = CurrencyAmount(Money(minorUnits: captured, amount.currency))
  }

  /// Gives held money back, down to what stays held.
  func release(to left: Money, of record: inout ApprovalRecord, step: UInt8) throws {
    let back = record.held.money.minorUnits - left.minorUnits
    try move(Money(minorUnits: back, left.currency), from: .locks, to: payer(record), .refund, step: step)
    record.held = CurrencyAmount(left)
  }

  /// Takes a capture back into the hold.
  func uncapture(_ record: inout ApprovalRecord, step: UInt8) throws {
    let amount = record.captured.money
    try move(amount, from: payee(record), to: .locks, .lock, step: step)
    record.captured = CurrencyAmount(.zero(amount.currency))
    record.held = CurrencyAmount(Money(minorUnits: record.held.money.minorUnits + amount.minorUnits, amount.currency))
  }

  /// Gives captured money back to the card, or takes such a credit back.
  func credit(_ amount: Money, of record: inout ApprovalRecord, isReversal: Bool, step: UInt8) throws {
    let (from, to) = isReversal ? (try payer(record), try payee(record)) : (try payee(record), try payer(record))
    try move(amount, from: from, to: to, .refund, step: step)
    let credited = record.credited.money.minorUnits + (isReversal ? -amount.minorUnits : amount.minorUnits)
    record.credited = CurrencyAmount(Money(minorUnits: credited, amount.currency))
  }

  /// Whether an account has so much.
  func holds(_ amount: Money, _ account: LedgerAccount) throws -> Bool {
    try (Ledger.balance(of: account, in: amount.currency, transaction) ?? 0) >= amount.minorUnits
  }

  func payee(_ record: ApprovalRecord) throws -> LedgerAccount { .customer(try Thumbprint(bytes: record.payee.bytes)) }
  func payer(_ record: ApprovalRecord) throws -> LedgerAccount {
    record.issuer == nil ? .customer(try Thumbprint(bytes: record.payer.bytes)) : .clearing
  }

  func move(
    _ amount: Money, from: LedgerAccount, to: LedgerAccount, _ purpose: LedgerPosting.Purpose, step: UInt8
  ) throws {
    try move(amount, from: from, to: to, purpose, as: GatewayPosting.step(step, of: request))
  }

  private func move(
    _ amount: Money, from: LedgerAccount, to: LedgerAccount, _ purpose: LedgerPosting.Purpose, as name: ID<Operation>
  ) throws {
    guard amount.minorUnits > 0 else { return }
    try Ledger.post(
      LedgerPosting(
        operation: name, purpose: purpose, currency: amount.currency,
        lines: [LedgerLine(from, -amount.minorUnits), LedgerLine(to, amount.minorUnits)], time: now), transaction)
  }
}
