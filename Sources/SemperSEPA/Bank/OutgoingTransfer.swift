import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

/// What a bank remembers of an order: whether the money has left the account, and how the other bank answered.
struct OutgoingTransfer: Hashable, Sendable, CanonicalValue {
  /// The digest of the order.
  let order: Digest
  let time: Timestamp
  /// `nil` while the other bank has not answered: the money is then between the two.
  private(set) var outcome: TransferOutcome?
  private(set) var sent: SignedStatement?
  private(set) var answer: SignedStatement?

  /// Decides on an order, or recognises it. Money that goes out has left the account afterwards.
  static func taken(
    _ order: TransferOrder, _ statement: VerifiedStatement<BankDocument>, at bank: Bank,
    reaching directory: BankDirectory,
    now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> OutgoingTransfer {
    let holder = statement.content.key.thumbprint
    let name = holder.bytes + order.operation.bytes
    if let known = try transaction.value(name, in: TransferTables.outgoing) {
      let outgoing = try OutgoingTransfer(canonicalBytes: known)
      guard outgoing.order == statement.digest else {
        throw Refusal(.idempotencyConflict, blame: .peer, "the name was used for another order")
      }
      // Written anew, so that no answer leaves before the first one is durable everywhere.
      try transaction.set(known, for: name, in: TransferTables.outgoing)
      return outgoing
    }
    guard let balance = try Ledger.balance(of: .customer(holder), in: bank.currency, transaction) else {
      throw Refusal(.unknownAccount, blame: .peer, "the bank has no account of this key; open it first")
    }
    let transfer = order.transfer
    var outgoing = OutgoingTransfer(order: statement.digest, time: now)
    if transfer.amount.currency != bank.currency {
      outgoing.outcome = .rejected(.currency)
    } else if directory[transfer.creditor.bank] == nil {
      outgoing.outcome = .rejected(.bank)
    } else if transfer.creditor == transfer.debtor {
      outgoing.outcome = .rejected(.account)
    } else if balance < transfer.amount.minorUnits {
      outgoing.outcome = .rejected(.funds)
    } else {
      try TransferBooking.send.post(transfer.amount, of: holder, for: name, now, transaction)
    }
    _ = try transaction.insert(outgoing.canonicalBytes, for: name, in: TransferTables.outgoing)
    return outgoing
  }

  /// Notes the other bank's answer; rejected money goes back to the account. The first answer stays.
  func answered(
    _ outcome: TransferOutcome, _ sent: SignedStatement, _ answer: SignedStatement, _ order: TransferOrder,
    of holder: Thumbprint, now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> OutgoingTransfer {
    let name = holder.bytes + order.operation.bytes
    if let known = try transaction.value(name, in: TransferTables.outgoing),
      case let outgoing = try OutgoingTransfer(canonicalBytes: known), outgoing.outcome != nil
    {
      return outgoing
    }
    var outgoing = self
    outgoing.outcome = outcome
    outgoing.sent = sent
    outgoing.answer = answer
    if case .rejected = outcome {
      try TransferBooking.giveBack.post(order.transfer.amount, of: holder, for: name, now, transaction)
    }
    try transaction.set(outgoing.canonicalBytes, for: name, in: TransferTables.outgoing)
    return outgoing
  }

  private init(order: Digest, time: Timestamp) {
    self.order = order
    self.time = time
  }

  var json: JSON {
    .fields([
      "answer": answer?.json, "order": order.json, "outcome": outcome?.json, "sent": sent?.json, "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    order = try fields.value("order")
    outcome = try fields.optional("outcome")
    sent = try fields.optional("sent")
    time = try fields.value("time")
    try fields.close()
  }
}
