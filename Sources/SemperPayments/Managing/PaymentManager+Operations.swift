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

  func open(
    _ task: PaymentTask, with purse: PurseID, key: IdempotencyKey, id: PaymentID,
    entering line: (@Sendable (inout PaymentBook) throws -> Void)? = nil
  ) async throws -> PaymentID {
    try await desk.open(task, with: desk.purse(purse), key: key, id: id, entering: line)
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
