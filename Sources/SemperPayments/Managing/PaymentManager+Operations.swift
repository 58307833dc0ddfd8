import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperEngine
public import SemperModel

extension PaymentManager {
  // MARK: Both classes

  /// As payer: pays what was agreed, with the purse that was selected. Returns when it is durable; `outcome` tells how it ended.
  public func pay(_ agreed: AgreedPayment, key: IdempotencyKey? = nil) async throws -> PaymentID {
    guard let purse = try await selectedPurse(for: agreed) else {
      throw Refusal(.unknownPayment, blame: .us, "this payment was not selected here; choose from the offer first")
    }
    try await requireOpen(agreed, .payer)
    return try await open(.pay(agreed.agreement), with: purse, .payer, key, agreed, verb: "pay")
  }

  /// As payee: is ready for what was agreed.
  public func receive(_ agreed: AgreedPayment, key: IdempotencyKey? = nil) async throws -> PaymentID {
    try await open(.receive(agreed.agreement), with: till(of: agreed), .payee, key, agreed, verb: "receive")
  }

  /// As payee of an account-based payment: has the money promised only, to capture it later.
  public func authorise(_ agreed: AgreedPayment, key: IdempotencyKey? = nil) async throws -> PaymentID {
    try await open(.authorise(agreed.agreement), with: till(of: agreed), .payee, key, agreed, verb: "authorise")
  }

  /// As payee: gives some or all of a payment back. The payer's manager takes it by itself.
  ///
  /// Refuses (`refundExceeded`) what is more than is left of the payment, refunds that are under way included.
  public func refund(
    _ id: PaymentID, amount: Money, reason: String, key: IdempotencyKey
  ) async throws -> PaymentID {
    let record = try await record(of: id)
    guard let agreement = record.opening.task.agreement, let conclusion = record.conclusion, let terms = record.terms,
      record.party == .payee
    else {
      throw Refusal(.unknownPayment, blame: .us, "only a payment that was received can be refunded")
    }
    let (number, whole) = try await around.archive.records.read { reader in
      let book = try PaymentTables.book(agreement.digest, reader)
      return (book.refunds + 1, try record.received(by: book))
    }
    let content = PaymentRefund(
      agreement: agreement.digest, payee: around.keys.payee.thumbprint, number: number,
      nonce: try Nonce(bytes: Digest(of: key.bytes, for: .paymentKey).bytes), amount: amount,
      reason: try text(reason), issued: await around.time.now())
    if let known = try await known(key, content) { return known }
    let statement = try VerifiedStatement(signing: content, with: [around.keys.payee])
    let id = PaymentID(of: statement.digest, .payee)
    let before = FollowUp(agreement: agreement, prior: conclusion, amount: amount)
    guard terms.option.properties.refund != .none else {
      throw Refusal(.notSupported, blame: .us, "\(terms.scheme) gives nothing back")
    }
    return try await open(
      .refund(before, statement.signed), with: record.opening.purse.id, key: key, id: id,
      entering: { try $0.enter(PaymentBook.Line(.refund, amount, id), atMost: whole) })
  }

  // MARK: Account-based

  /// As payee: takes some or all of what was authorised.
  public func capture(_ id: PaymentID, amount: Money, key: IdempotencyKey) async throws -> PaymentID {
    let (before, held, purse) = try await authorised(id, amount)
    let made = PaymentID(of: key, .capture)
    return try await open(
      .capture(before), with: purse, key: key, id: made,
      entering: { try $0.enter(PaymentBook.Line(.capture, amount, made), atMost: held) })
  }

  /// As payee: gives up what was authorised, as long as nothing of it was captured.
  public func void(_ id: PaymentID, key: IdempotencyKey) async throws -> PaymentID {
    let whole = try await record(of: id).conclusion?.amount
    guard let whole else { throw Refusal(.unknownPayment, blame: .us, "nothing was authorised under this name") }
    let (before, held, purse) = try await authorised(id, whole)
    let made = PaymentID(of: key, .void)
    return try await open(
      .void(before), with: purse, key: key, id: made,
      entering: { try $0.enter(PaymentBook.Line(.void, held, made), atMost: held) })
  }

  private func authorised(_ id: PaymentID, _ amount: Money) async throws -> (FollowUp, held: Money, PurseID) {
    let record = try await record(of: id)
    guard case .held(let held, _)? = record.conclusion, let conclusion = record.conclusion,
      let agreement = record.opening.task.agreement
    else { throw Refusal(.unknownPayment, blame: .us, "nothing was authorised under this name") }
    return (FollowUp(agreement: agreement, prior: conclusion, amount: amount), held, record.opening.purse.id)
  }

  // MARK: Cash-like

  /// Turns money at the bank into money in the purse.
  public func withdraw(_ amount: Money, into purse: PurseID, key: IdempotencyKey) async throws -> PaymentID {
    try desk.purse(purse).descriptor.requireCurrency(of: amount)
    return try await open(.withdraw(amount), with: purse, key: key, id: PaymentID(of: key, .withdraw))
  }

  /// Turns so much of the money in the purse, or all of it, into money at the bank.
  public func deposit(_ amount: Money?, from purse: PurseID, key: IdempotencyKey) async throws -> PaymentID {
    if let amount { try desk.purse(purse).descriptor.requireCurrency(of: amount) }
    return try await open(.deposit(amount), with: purse, key: key, id: PaymentID(of: key, .deposit))
  }

  /// Renews what the purse holds, such as coins whose keys end.
  public func exchange(_ purse: PurseID, key: IdempotencyKey) async throws -> PaymentID {
    try await open(.exchange, with: purse, key: key, id: PaymentID(of: key, .exchange))
  }

  /// Brings back what a lost purse held, from the recovery secret that the purse was installed with.
  public func restore(_ purse: PurseID, key: IdempotencyKey) async throws -> PaymentID {
    try await open(.restore, with: purse, key: key, id: PaymentID(of: key, .restore))
  }

  // MARK: Tokens

  /// Takes a token of the other side's: what a program does with what it gets. Returns when it is durable, at once when it was
  /// before.
  ///
  /// Throws the refusal that the other side has to be told; one that passes asks it to send again.
  public func take(_ statement: SignedStatement) async throws {
    guard statement.kind == .paymentToken else {
      throw Refusal(.unknownKind, blame: .peer, "a payment token is expected here")
    }
    let token = try VerifiedStatement<PaymentToken>.content(of: statement)
    let id = PaymentID(of: token.about, token.from.peer)
    if try await desk.take(statement, for: id) { return }
    if case .refund(let refund) = token.message, token.number == 0, token.from == .payee {
      _ = try await takeRefund(refund, id)
      guard try await desk.take(statement, for: id) else {
        throw Refusal(.unavailable, blame: .us, "the refund is just being opened; send it again in a moment")
      }
      return
    }
    let isAgreed = try await around.archive.records.read { reader in
      try PaymentTables.isAgreed(token.about, reader)
    }
    guard !isAgreed else {
      throw Refusal(.unavailable, blame: .us, "the payment is not awaited yet; send it again in a moment")
    }
    throw Refusal(.unknownPayment, blame: .peer, "there is no such payment here")
  }

  /// As payer: opens our side of a refund that the payee has begun.
  private func takeRefund(_ statement: SignedStatement, _ id: PaymentID) async throws -> PaymentID {
    let refund = try VerifiedStatement<PaymentRefund>.content(of: statement)
    guard let record = try await desk.record(of: PaymentID(of: refund.agreement, .payer)), let terms = record.terms,
      let agreement = record.opening.task.agreement
    else { throw Refusal(.unknownPayment, blame: .peer, "there is no payment here that this would give back") }
    guard let conclusion = record.conclusion else {
      throw Refusal(.unavailable, blame: .us, "the payment has not ended here; send it again in a moment")
    }
    let signed = try VerifiedStatement<PaymentRefund>(verifying: statement, keys: KeySet([terms.payee]))
    guard signed.content.payee == terms.payee.thumbprint, id == PaymentID(of: statement.digest, .payer) else {
      throw Refusal(.wrongSigner, blame: .peer, "the refund is not by the payee of this payment")
    }
    let before = FollowUp(agreement: agreement, prior: conclusion, amount: refund.amount)
    let whole = try conclusion.amount ?? unpaid()
    return try await open(
      .takeRefund(before, statement), with: record.opening.purse.id, key: key(of: id), id: id,
      entering: { try $0.enter(PaymentBook.Line(.takeRefund, refund.amount, id), atMost: whole) })
  }

  private func unpaid() throws(Refusal) -> Money {
    throw Refusal(.refundExceeded, blame: .peer, "nothing was paid, so nothing comes back")
  }

  // MARK: Opening

  private func open(
    _ task: PaymentTask, with purse: PurseID, _ party: PaymentParty, _ key: IdempotencyKey?, _ agreed: AgreedPayment,
    verb: String
  ) async throws -> PaymentID {
    let own = PaymentReference(digest: agreed.digest)
    return try await open(
      task, with: purse, key: key ?? around.keys.idempotencyKey(for: own, verb: verb),
      id: PaymentID(of: agreed.digest, party))
  }

  private func open(
    _ task: PaymentTask, with purse: PurseID, key: IdempotencyKey, id: PaymentID,
    entering line: (@Sendable (inout PaymentBook) throws -> Void)? = nil
  ) async throws -> PaymentID {
    try await desk.open(task, with: desk.purse(purse), key: key, id: id, entering: line)
  }

  /// What is derived from an id needs no key of the caller's.
  private func key(of id: PaymentID) throws -> IdempotencyKey {
    try IdempotencyKey(Nonce(bytes: Digest(of: id.bytes, for: .paymentKey).bytes))
  }

  /// The refund that this key has begun before; refuses one of other content.
  private func known(_ key: IdempotencyKey, _ content: PaymentRefund) async throws -> PaymentID? {
    let known = try await around.archive.records.read { try $0.value(key.bytes, in: PaymentTables.keys) }
    guard let known else { return nil }
    let id = try PaymentID(bytes: Array(known.dropFirst(Digest.size)))
    guard let before = try await record(of: id).opening.refund, before.agreement == content.agreement,
      before.amount == content.amount, before.reason == content.reason
    else {
      throw Refusal(.idempotencyConflict, blame: .us, "the key was used for another operation; draw a new one")
    }
    return id
  }

  private func text(_ reason: String) throws(Refusal) -> HumanText {
    do {
      return try HumanText(reason)
    } catch {
      throw Refusal(.malformed, blame: .us, "the reason of a refund is text for people: \(error)")
    }
  }

  /// Refuses to begin what has ended, unless it was begun before.
  private func requireOpen(_ agreed: AgreedPayment, _ party: PaymentParty) async throws {
    if try await desk.record(of: PaymentID(of: agreed.digest, party)) != nil { return }
    guard await around.time.now() < agreed.terms.notAfter else {
      throw Refusal(.expired, blame: .us, "the payment had to be made by \(agreed.terms.notAfter)")
    }
  }

  func till(of agreed: AgreedPayment) async throws -> PurseID {
    let (offer, selection) = (
      try VerifiedStatement<PaymentOffer>(verifying: agreed.agreement.offer, keys: KeySet()),
      try VerifiedStatement<PaymentSelection>(verifying: agreed.agreement.selection, keys: KeySet())
    )
    guard let till = try await till(for: selection.content, of: offer) else {
      throw Refusal(.unknownPayment, blame: .us, "this payment was not offered here")
    }
    return till
  }
}

extension PurseDescriptor {
  fileprivate func requireCurrency(of amount: Money) throws(Refusal) {
    guard amount.currency == currency, amount.minorUnits > 0 else {
      throw Refusal(.wrongCurrency, blame: .us, "the purse is in \(currency); the amount is more than nothing")
    }
  }
}
