public import SemperArchive
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A card as a means of payment for exchanges: it has the gateway hold its money under the terms of a lock.
///
/// Each step is durable before its message leaves, and a restarted purse goes on with the same messages. Nothing is held before
/// the purchase has left, so up to then a merchant that is gone costs nothing.
public struct CardPurse: LockingPurse {
  private static let table = RecordTable("set_purse")

  private let desk: CardholderDesk
  private let shop: @Sendable (PaymentOption?) throws -> Shop
  private let gateway: any CardLedger
  private let refundKey: @Sendable (LockTerms) async throws -> SigningKey?
  private let records: any Records
  private let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey?
  private let time: any TimeSource

  /// - Parameters:
  ///   - payee: whom the merchant's certificate has to name.
  ///   - refund: the key that our locks name for taking back.
  ///   - arbiterKey: the public key of an arbiter; `nil` when it is not known.
  public init(
    desk: CardholderDesk, merchant: any CardMerchant, payee: MerchantID, gateway: any CardLedger, refund: SigningKey,
    records: any Records, time: any TimeSource, arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.init(
      desk: desk, gateway: gateway, records: records, time: time, shop: { _ in Shop(line: merchant, name: payee) },
      refundKey: { _ in refund }, arbiterKey: arbiterKey)
  }

  /// For all the shops that agreed options tell of, with a refund key for each lock, so that nothing links two of them.
  ///
  /// - Parameters:
  ///   - way: how the merchant at an address is reached.
  ///   - refundKey: the key that the terms name for taking back; `nil` when they are not ours.
  public init(
    desk: CardholderDesk, gateway: any CardLedger, records: any Records, time: any TimeSource,
    way: @escaping @Sendable (Address) -> any CardMerchant,
    refundKey: @escaping @Sendable (LockTerms) async throws -> SigningKey?,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.init(
      desk: desk, gateway: gateway, records: records, time: time,
      shop: { option in
        guard let payee = try option.map({ try SETPayee($0) }), let address = payee.address else {
          throw Refusal(.notAsOffered, blame: .peer, "the option does not say where its merchant answers")
        }
        return Shop(line: way(address), name: payee.merchant)
      }, refundKey: refundKey, arbiterKey: arbiterKey)
  }

  /// A merchant, and whom its certificate has to name.
  private struct Shop {
    let line: any CardMerchant
    let name: MerchantID
  }

  private init(
    desk: CardholderDesk, gateway: any CardLedger, records: any Records, time: any TimeSource,
    shop: @escaping @Sendable (PaymentOption?) throws -> Shop,
    refundKey: @escaping @Sendable (LockTerms) async throws -> SigningKey?,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.desk = desk
    self.shop = shop
    self.gateway = gateway
    self.refundKey = refundKey
    self.records = records
    self.time = time
    self.arbiterKey = arbiterKey
  }

  public var ledger: Thumbprint { gateway.word.thumbprint }

  public func movements(of terms: LockTerms) -> [MovementName] { GatewayPosting.movements(of: terms, at: ledger) }

  public func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    try await lock(terms, at: shop(nil))
  }

  public func lock(_ terms: LockTerms, paying option: PaymentOption) async throws -> VerifiedStatement<LockReceipt> {
    try await lock(terms, at: shop(option))
  }

  private func lock(_ terms: LockTerms, at shop: Shop) async throws -> VerifiedStatement<LockReceipt> {
    var record: CardPurseRecord
    let sent: PurchaseSent
    do {
      record = try await begun(terms, shop.name)
      if let kept = record.receipt { return try receipt(kept.bytes, terms) }
      let offered = try await offered(&record, terms, shop)
      sent = try await self.sent(&record, offered)
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
    let answer = try await shop.line.answer(record.purchase?.bytes ?? [])
    let result = try? desk.result(answer, to: sent, at: await time.now())
    // Without a good answer of the merchant the gateway itself says what has become of the money.
    var word = result?.lockWord
    if word == nil { word = try await gateway.receipt(of: terms) }
    guard let word else {
      throw try await unlocked(result, sent)
    }
    let verified = try receipt(word.canonicalBytes, terms)
    record.receipt = ByteString(word.canonicalBytes)
    try await keep(record, terms)
    return verified
  }

  /// Nothing is held so far. That is final only when nothing can be any more: the merchant has signed that it was turned down,
  /// or the gateway would not take so old a purchase.
  private func unlocked(_ result: PurchaseResult?, _ sent: PurchaseSent) async throws -> any Error {
    if result?.completion == .orderRejected {
      return Refusal(.insufficientFunds, blame: .us, "the issuer did not approve the payment")
    }
    let age = await time.now().seconds - sent.transaction.requested.seconds
    guard age <= 2 * MessageWrapper.freshness else {
      return Refusal(.tooLate, blame: .peer, "the merchant did not have the money held in time")
    }
    return CryptographyError(.failed, "nobody knows yet whether the money will be held; ask again")
  }

  public func refund(
    _ terms: LockTerms, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    // What a settlement leaves goes back to the card at once.
    if decision.kind == .lockOutcome, let known = try await ending(of: terms) { return known }
    let title: LockTitle
    if decision.kind == .accept {
      title = .acceptance(decision)
    } else {
      guard let arbiter = try await arbiterKey(terms.arbiter) else {
        throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this purse")
      }
      title = .decision(decision, arbiter)
    }
    do {
      return try outcome(try await gateway.release(terms, with: title, at: await time.now()), terms)
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
  }

  public func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    guard let refund = try await refundKey(terms) else {
      throw Refusal(.wrongSigner, blame: .us, "this card does not hold the key that takes the lock back")
    }
    return try VerifiedStatement(
      signing: LockDivision(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, refund: refund.publicKey),
      with: [refund])
  }

  public func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    do {
      return try await gateway.outcome(of: terms).map { try outcome($0, terms) }
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    }
  }

  // MARK: Steps

  private func begun(_ terms: LockTerms, _ payee: MerchantID) async throws -> CardPurseRecord {
    let place = Gateway.place(terms)
    if let kept = try await records.read({ try $0.value(place, in: Self.table) }) {
      return try CardPurseRecord(derBytes: kept)
    }
    var generator = SystemRandomNumberGenerator()
    let now = await time.now()
    let (begun, message) = try desk.begin(AgreedOrder(lock: terms, payee: payee), using: &generator, at: now)
    let record = CardPurseRecord(
      terms: ByteString(terms.canonicalBytes), rrpid: begun.rrpid, challenge: begun.challenge,
      cardholderID: begun.localID, begun: now, beginning: ByteString(message))
    let bytes = record.derBytes
    // Two calls at once begin one purchase.
    let first = try await records.transact { transaction in
      try transaction.insert(bytes, for: place, in: Self.table)
        ? bytes : try transaction.value(place, in: Self.table) ?? bytes
    }
    return try CardPurseRecord(derBytes: first)
  }

  private func offered(
    _ record: inout CardPurseRecord, _ terms: LockTerms, _ shop: Shop
  ) async throws -> PurchaseOffered {
    let begun = PurchaseBegun(
      order: try AgreedOrder(lock: terms, payee: shop.name), rrpid: record.rrpid, challenge: record.challenge,
      localID: record.cardholderID)
    if let kept = record.offer, let at = record.offered { return try desk.offer(kept.bytes, to: begun, at: at) }
    let answer = try await shop.line.answer(record.beginning.bytes)
    let now = await time.now()
    let offered = try desk.offer(answer, to: begun, at: now)
    (record.offer, record.offered) = (ByteString(answer), now)
    try await keep(record, terms)
    return offered
  }

  private func sent(_ record: inout CardPurseRecord, _ offered: PurchaseOffered) async throws -> PurchaseSent {
    if let rrpid = record.purchaseName, let challenge = record.purchaseChallenge {
      return PurchaseSent(
        order: offered.order, transaction: offered.transaction, rrpid: rrpid, challenge: challenge)
    }
    var generator = SystemRandomNumberGenerator()
    let (sent, message) = try desk.purchase(offered, using: &generator, at: await time.now())
    (record.purchase, record.purchaseName, record.purchaseChallenge) = (ByteString(message), sent.rrpid, sent.challenge)
    try await keep(record, try LockTerms(canonicalBytes: record.terms.bytes))
    return sent
  }

  private func keep(_ record: CardPurseRecord, _ terms: LockTerms) async throws {
    try await records.transact { try $0.set(record.derBytes, for: Gateway.place(terms), in: Self.table) }
  }

  private func receipt(_ bytes: [UInt8], _ terms: LockTerms) throws -> VerifiedStatement<LockReceipt> {
    let word = try VerifiedStatement<LockReceipt>(
      verifying: SignedStatement(canonicalBytes: bytes), keys: KeySet([gateway.word]))
    guard word.content.terms == terms else { throw foreign }
    return word
  }

  private func outcome(_ signed: SignedStatement, _ terms: LockTerms) throws -> VerifiedStatement<LockOutcome> {
    let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([gateway.word]))
    guard word.content.terms == terms else { throw foreign }
    return word
  }

  private var foreign: Refusal {
    Refusal(.outsideTerms, blame: .provider, "the gateway answered about another lock")
  }
}
