import SemperArchive
public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A bank that takes part in instant transfers, for its customers and towards the other banks, on the double-entry ledger.
///
/// Money of an order leaves the account and waits at `clearing` until the payee's bank has answered; whoever dies in between, the
/// order comes again and is sent again under its name. Each message is decided once and answered in the same way for ever.
///
/// A thrown `Refusal` means that a message was not understood as one that could be decided on; anything else that the outcome is
/// unknown.
public struct TransferBank: Sendable {
  public let bank: Bank
  public let code: BankCode
  let key: SigningKey
  let directory: BankDirectory
  let link: any InterbankLink

  /// - Precondition: the bank bears the key's name, and the directory has it under its code.
  public init(bank: Bank, code: BankCode, key: SigningKey, directory: BankDirectory, link: any InterbankLink) {
    precondition(bank.name == key.thumbprint && directory[code] == key.publicKey)
    self.bank = bank
    self.code = code
    self.key = key
    self.directory = directory
    self.link = link
  }

  // MARK: For customers

  /// Carries out a customer's signed pain.001.
  public func order(_ signed: SignedStatement, now: Timestamp) async throws -> TransferReport {
    let statement = try verified(signed)
    let holder = statement.content.key.thumbprint
    let order = try statement.content.read(TransferOrder.self)
    guard order.transfer.debtor == IBAN(code, holder) else {
      throw Refusal(.wrongSigner, blame: .peer, "the account is not the signer's")
    }
    var outgoing = try await bank.records.transact {
      try OutgoingTransfer.taken(order, statement, at: bank, reaching: directory, now: now, $0)
    }
    if outgoing.outcome == nil { outgoing = try await send(outgoing, order, of: holder, now: now) }
    guard let outcome = outgoing.outcome else { preconditionFailure("it has been answered") }
    let status = OrderStatus(
      of: order.name, TransferOrder.message, endToEnd: order.transfer.endToEnd, outcome, time: outgoing.time)
    return TransferReport(
      status: try sign(status, to: holder, about: signed.digest, outgoing.time), sent: outgoing.sent,
      answer: outgoing.answer)
  }

  /// Brings the transfer to the payee's bank and notes its answer.
  private func send(
    _ outgoing: OutgoingTransfer, _ order: TransferOrder, of holder: Thumbprint, now: Timestamp
  ) async throws -> OutgoingTransfer {
    let peer = try directory.key(of: order.transfer.creditor.bank)
    // The same bytes however often it is sent.
    let transfer = InterbankTransfer(
      operation: TransferBooking.send.operation(for: holder.bytes + order.operation.bytes), transfer: order.transfer,
      time: outgoing.time)
    let sent = try sign(transfer, to: peer.thumbprint, about: nil, outgoing.time)
    let answer = try await link.transfer(sent, to: order.transfer.creditor.bank)
    let outcome = try TransferWord.outcome(of: transfer, sent, by: peer, answer)
    return try await bank.records.transact {
      try outgoing.answered(outcome, sent, answer, order, of: holder, now: now, $0)
    }
  }

  /// Tells whether a transfer was credited: a camt.054, or a pain.002 that it will never be.
  public func inquire(_ signed: SignedStatement, now: Timestamp) async throws -> SignedStatement {
    let inquiry = try VerifiedStatement<TransferInquiry>(verifying: signed, keys: KeySet()).content
    let (holder, transfer) = (inquiry.key.thumbprint, inquiry.transfer)
    guard inquiry.bank == bank.name, transfer.creditor == IBAN(code, holder) else {
      throw Refusal(.wrongSigner, blame: .peer, "the account is not the signer's, or at another bank")
    }
    let arrival = try await bank.records.transact { transaction in
      guard try Ledger.balance(of: .customer(holder), in: bank.currency, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .peer, "the bank has no account of this key; open it first")
      }
      if let arrival = try Arrival(of: transfer, transaction) { return arrival }
      let unwanted = Arrival.unwanted(now)
      try unwanted.note(transfer, transaction)
      return unwanted
    }
    switch arrival {
    case .credited(let operation, let time):
      let notification = CreditNotification(operation: operation, transfer: transfer, time: time)
      return try sign(notification, to: holder, about: signed.digest, time)
    case .unwanted(let time):
      let status = OrderStatus(
        of: transfer.endToEnd, InterbankTransfer.message, endToEnd: transfer.endToEnd, .rejected(.unwanted), time: time)
      return try sign(status, to: holder, about: signed.digest, time)
    }
  }

  // MARK: For other banks

  /// Credits another bank's signed pacs.008, or rejects it, and answers with a signed pacs.002.
  public func receive(_ signed: SignedStatement, now: Timestamp) async throws -> SignedStatement {
    let statement = try verified(signed)
    let sent = try statement.content.read(InterbankTransfer.self)
    guard directory[sent.transfer.debtor.bank] == statement.content.key else {
      throw Refusal(.untrusted, blame: .peer, "the transfer is not signed by the payer's bank as this bank knows it")
    }
    guard sent.transfer.creditor.bank == code else {
      throw Refusal(.wrongSigner, blame: .peer, "the payee's account is at another bank")
    }
    let incoming = try await bank.records.transact {
      try IncomingTransfer.taken(sent, statement, at: bank, now: now, $0)
    }
    return try sign(
      InterbankStatus(of: sent, incoming.outcome, time: incoming.time), to: statement.content.key.thumbprint,
      about: signed.digest, incoming.time)
  }

  private func verified(_ signed: SignedStatement) throws(Refusal) -> VerifiedStatement<BankDocument> {
    let statement = try VerifiedStatement<BankDocument>(verifying: signed, keys: KeySet())
    guard statement.content.to == bank.name else {
      throw Refusal(.wrongSigner, blame: .peer, "the message is meant for another bank")
    }
    return statement
  }

  func sign(
    _ document: some TransferDocument, to: Thumbprint, about: Digest?, _ time: Timestamp
  ) throws -> SignedStatement {
    let content = BankDocument(document, from: key.publicKey, to: to, about: about, issued: time)
    return try VerifiedStatement(signing: content, with: [key]).signed
  }
}
