import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

/// What a bank remembers of another bank's transfer: how it has answered.
struct IncomingTransfer: Hashable, Sendable, CanonicalValue {
  /// The digest of the signed pacs.008.
  let statement: Digest
  let outcome: TransferOutcome
  let time: Timestamp

  /// Decides on a transfer and credits it, or recognises it.
  static func taken(
    _ sent: InterbankTransfer, _ statement: VerifiedStatement<BankDocument>, at bank: Bank, now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws -> IncomingTransfer {
    let name = statement.content.key.thumbprint.bytes + sent.operation.bytes
    if let known = try transaction.value(name, in: TransferTables.incoming) {
      let incoming = try IncomingTransfer(canonicalBytes: known)
      guard incoming.statement == statement.digest else {
        throw Refusal(.idempotencyConflict, blame: .peer, "the name was used for another transfer")
      }
      try transaction.set(known, for: name, in: TransferTables.incoming)
      return incoming
    }
    let outcome = try credit(sent.transfer, name, at: bank, now, transaction)
    let incoming = IncomingTransfer(statement: statement.digest, outcome: outcome, time: now)
    _ = try transaction.insert(incoming.canonicalBytes, for: name, in: TransferTables.incoming)
    return incoming
  }

  private static func credit(
    _ transfer: CreditTransfer, _ name: [UInt8], at bank: Bank, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> TransferOutcome {
    guard transfer.amount.currency == bank.currency else { return .rejected(.currency) }
    guard let holder = try transfer.creditor.holder(in: bank.currency, transaction) else { return .rejected(.account) }
    switch try Arrival(of: transfer, transaction) {
    case .credited: return .rejected(.duplicate)
    case .unwanted: return .rejected(.unwanted)
    case nil: break
    }
    try TransferBooking.receive.post(transfer.amount, of: holder, for: name, now, transaction)
    let operation = TransferBooking.receive.operation(for: name)
    try Arrival.credited(operation, now).note(transfer, transaction)
    return .settled
  }

  private init(statement: Digest, outcome: TransferOutcome, time: Timestamp) {
    self.statement = statement
    self.outcome = outcome
    self.time = time
  }

  var json: JSON { .fields(["outcome": outcome.json, "statement": statement.json, "time": time.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    outcome = try fields.value("outcome")
    statement = try fields.value("statement")
    time = try fields.value("time")
    try fields.close()
  }
}
