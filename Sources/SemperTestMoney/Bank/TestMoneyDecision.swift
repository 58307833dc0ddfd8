import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// One order in one transaction: recognise, decide, move, remember.
struct TestMoneyDecision: Sendable {
  let order: VerifiedStatement<AccountOrder>
  /// The mandate that the order brings, verified before the transaction.
  let mandate: VerifiedStatement<AccountOrder>?
  let bank: Bank
  let now: Timestamp

  private var content: AccountOrder { order.content }

  func run(_ transaction: any RecordTransaction) throws -> TestMoneyAnswer {
    let name = content.operation.bytes
    if let known = try transaction.value(name, in: TestMoneyTables.operations) {
      guard Array(known.prefix(Digest.size)) == order.digest.bytes else {
        throw Refusal(.idempotencyConflict, blame: .peer, "the operation id was used for another order")
      }
      // Written anew, so that no answer leaves before the first one is durable everywhere.
      try transaction.set(known, for: name, in: TestMoneyTables.operations)
      return try TestMoneyAnswer(canonicalBytes: Array(known.dropFirst(Digest.size)))
    }
    let answer: TestMoneyAnswer
    switch Result(catching: { try decide(transaction) }) {
    case .success(let decided): answer = decided
    case .failure(let refusal as Refusal):
      // An account that does not exist is no place to remember anything by.
      guard try isHolder(content.account.thumbprint, transaction) else { throw refusal }
      answer = .refusal(self.refusal(refusal))
    case .failure(let error): throw error
    }
    _ = try transaction.insert(
      order.digest.bytes + answer.canonicalBytes, for: name, in: TestMoneyTables.operations)
    return answer
  }

  private func decide(_ transaction: any RecordTransaction) throws -> TestMoneyAnswer {
    let holder = content.account.thumbprint
    switch content.action {
    case .mandate: throw Refusal(.notSupported, blame: .peer, "a mandate is brought by its payee")
    case .take(_, let holds): return try take(brought(), holds: holds, by: holder, transaction)
    case .revoke: return try revoke(brought(), by: holder, transaction)
    case .capture(let operation, let amount): return try capture(operation, amount, by: holder, transaction)
    case .void(let operation): return try void(operation, by: holder, transaction)
    case .transfer(let payee, let amount, let reference):
      let receipt = receipt(.transfer, from: holder, to: payee, amount, reference)
      // Who is paid under a key has an account under it, but not by an order that cannot be carried out.
      if try bank.balance(of: holder, transaction).minorUnits >= amount.minorUnits, amount.currency == bank.currency {
        _ = try Ledger.open(.customer(payee), in: bank.currency, transaction)
      }
      try move(amount, from: .customer(holder), to: .customer(payee), .transfer, transaction)
      return .receipt(receipt)
    }
  }

  // MARK: Mandates

  private func brought() throws(Refusal) -> VerifiedStatement<AccountOrder> {
    guard let mandate else { throw Refusal(.malformed, blame: .peer, "the order brings no mandate") }
    return mandate
  }

  private func take(
    _ mandate: VerifiedStatement<AccountOrder>, holds: Bool, by payee: Thumbprint,
    _ transaction: any RecordTransaction
  ) throws -> TestMoneyAnswer {
    guard case .mandate(let to, let amount, let reference) = mandate.content.action, to == payee,
      mandate.content.bank == bank.name
    else { throw Refusal(.wrongSigner, blame: .peer, "the mandate is for another payee or bank") }
    if let known = try end(of: mandate.digest, transaction) {
      guard case .receipt(let receipt) = known, receipt.operation == content.operation else {
        throw Refusal(.idReused, blame: .peer, "the mandate was used or revoked before")
      }
      return known
    }
    let answer: TestMoneyAnswer
    switch Result(catching: { try collect(amount, mandate, reference, holds: holds, by: payee, transaction) }) {
    case .success(let receipt): answer = .receipt(receipt)
    // The payer can rely on it as the payee can: the mandate is dead.
    case .failure(let refusal as Refusal): answer = .refusal(self.refusal(refusal, mandate: mandate.digest))
    case .failure(let error): throw error
    }
    _ = try transaction.insert(answer.canonicalBytes, for: mandate.digest.bytes, in: TestMoneyTables.mandates)
    return answer
  }

  private func collect(
    _ amount: Money, _ mandate: VerifiedStatement<AccountOrder>, _ reference: PaymentReference, holds: Bool,
    by payee: Thumbprint, _ transaction: any RecordTransaction
  ) throws -> AccountReceipt {
    guard try isHolder(payee, transaction) else {
      throw Refusal(.unknownAccount, blame: .peer, "the payee has no account here")
    }
    let payer = mandate.content.account.thumbprint
    try move(
      amount, from: .customer(payer), to: holds ? .holds : .customer(payee), holds ? .hold : .transfer, transaction)
    let receipt = receipt(holds ? .hold : .take, from: payer, to: payee, amount, reference)
    if holds {
      try transaction.set(
        HeldMoney(receipt: receipt, left: amount.minorUnits).canonicalBytes, for: content.operation.bytes,
        in: TestMoneyTables.holds)
    }
    return receipt
  }

  private func revoke(
    _ mandate: VerifiedStatement<AccountOrder>, by payer: Thumbprint, _ transaction: any RecordTransaction
  ) throws -> TestMoneyAnswer {
    guard mandate.content.account.thumbprint == payer else {
      throw Refusal(.wrongSigner, blame: .peer, "the mandate is another's")
    }
    if let known = try end(of: mandate.digest, transaction) { return known }
    let answer = TestMoneyAnswer.refusal(
      refusal(
        Refusal(.lockEnded, blame: .us, "the mandate was revoked before anybody brought it"), mandate: mandate.digest))
    _ = try transaction.insert(answer.canonicalBytes, for: mandate.digest.bytes, in: TestMoneyTables.mandates)
    return answer
  }

  private func end(of mandate: Digest, _ reader: any RecordReader) throws -> TestMoneyAnswer? {
    try reader.value(mandate.bytes, in: TestMoneyTables.mandates).map { try TestMoneyAnswer(canonicalBytes: $0) }
  }

  // MARK: Holds

  private func held(
    _ operation: ID<Operation>, by payee: Thumbprint, _ reader: any RecordReader
  ) throws -> HeldMoney {
    guard let bytes = try reader.value(operation.bytes, in: TestMoneyTables.holds),
      case let held = try HeldMoney(canonicalBytes: bytes), held.receipt.payee == payee
    else { throw Refusal(.unknownLock, blame: .peer, "nothing is held for this payee under that name") }
    return held
  }

  private func capture(
    _ operation: ID<Operation>, _ amount: Money, by payee: Thumbprint, _ transaction: any RecordTransaction
  ) throws -> TestMoneyAnswer {
    var held = try held(operation, by: payee, transaction)
    guard amount.currency == bank.currency, amount.minorUnits <= held.left else {
      throw Refusal(.amountMismatch, blame: .peer, "less than that is held")
    }
    held.left -= amount.minorUnits
    try move(amount, from: .holds, to: .customer(payee), .capture, transaction)
    try transaction.set(held.canonicalBytes, for: operation.bytes, in: TestMoneyTables.holds)
    return .receipt(receipt(.capture, from: held.receipt.payer, to: payee, amount, held.receipt.reference))
  }

  private func void(
    _ operation: ID<Operation>, by payee: Thumbprint, _ transaction: any RecordTransaction
  ) throws -> TestMoneyAnswer {
    var held = try held(operation, by: payee, transaction)
    guard held.left > 0 else { throw Refusal(.lockEnded, blame: .peer, "nothing is left of what was held") }
    let rest = Money(minorUnits: held.left, bank.currency)
    held.left = 0
    try move(rest, from: .holds, to: .customer(held.receipt.payer), .void, transaction)
    try transaction.set(held.canonicalBytes, for: operation.bytes, in: TestMoneyTables.holds)
    return .receipt(receipt(.void, from: held.receipt.payer, to: payee, rest, held.receipt.reference))
  }

  // MARK: Moving and answering

  private func isHolder(_ owner: Thumbprint, _ reader: any RecordReader) throws -> Bool {
    try Ledger.balance(of: .customer(owner), in: bank.currency, reader) != nil
  }

  /// Looks before it posts, so that a refusal leaves nothing behind in the transaction.
  private func move(
    _ amount: Money, from: LedgerAccount, to: LedgerAccount, _ purpose: LedgerPosting.Purpose,
    _ transaction: any RecordTransaction
  ) throws {
    guard amount.currency == bank.currency else {
      throw Refusal(.wrongCurrency, blame: .peer, "this bank keeps accounts in \(bank.currency)")
    }
    let unknown = Refusal(.unknownAccount, blame: .peer, "the bank has no such account; open it first")
    guard let balance = try Ledger.balance(of: from, in: bank.currency, transaction) else { throw unknown }
    guard balance >= amount.minorUnits else {
      throw Refusal(.insufficientFunds, blame: .peer, "the account holds too little")
    }
    guard try Ledger.balance(of: to, in: bank.currency, transaction) != nil else { throw unknown }
    guard from != to else { throw Refusal(.amountMismatch, blame: .peer, "an account does not pay itself") }
    try Ledger.post(
      LedgerPosting(
        operation: content.operation, purpose: purpose, currency: bank.currency,
        lines: [LedgerLine(from, -amount.minorUnits), LedgerLine(to, amount.minorUnits)], time: now), transaction)
  }

  private func receipt(
    _ action: AccountAction.Kind, from payer: Thumbprint, to payee: Thumbprint, _ amount: Money,
    _ reference: PaymentReference
  ) -> AccountReceipt {
    AccountReceipt(
      bank: bank.name, action: action, operation: content.operation, order: order.digest, payer: payer, payee: payee,
      amount: amount, reference: reference, issued: now)
  }

  private func refusal(_ refusal: Refusal, mandate: Digest? = nil) -> AccountRefusal {
    AccountRefusal(
      bank: bank.name, operation: content.operation, order: order.digest, mandate: mandate, code: refusal.code,
      detail: refusal.detail, issued: now)
  }
}
