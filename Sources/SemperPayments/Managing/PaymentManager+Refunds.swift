import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel

// What goes back of a payment, whether an operation has made it or a lock.
extension PaymentManager {
  /// As payee: gives some or all of a payment back. The payer's manager takes it by itself.
  ///
  /// Refuses (`refundExceeded`) what is more than is left of the payment, refunds that are under way included.
  ///
  /// - Parameter id: of the operation that received the payment, or of what `secure` took from a lock (`receipt(under:)`).
  public func refund(
    _ id: PaymentID, amount: Money, reason: String, key: IdempotencyKey
  ) async throws -> PaymentID {
    guard let made = try await made(id, by: .payee) else {
      throw Refusal(.unknownPayment, blame: .us, "only a payment that was received can be refunded")
    }
    let digest = made.agreement.digest
    let (number, whole) = try await around.archive.records.read { reader in
      let book = try PaymentTables.book(digest, reader)
      return (book.refunds + 1, try made.received(by: book))
    }
    let content = PaymentRefund(
      agreement: digest, payee: around.keys.payee.thumbprint, number: number,
      nonce: try Nonce(bytes: Digest(of: key.bytes, for: .paymentKey).bytes), amount: amount,
      reason: try text(reason), issued: await around.time.now())
    if let known = try await known(key, content) { return known }
    let statement = try VerifiedStatement(signing: content, with: [around.keys.payee])
    let id = PaymentID(of: statement.digest, .payee)
    guard made.terms.option.properties.refund != .none else {
      throw Refusal(.notSupported, blame: .us, "\(made.terms.scheme) gives nothing back")
    }
    let before = FollowUp(agreement: made.agreement, prior: made.conclusion, amount: amount)
    return try await open(
      .refund(before, statement.signed), with: made.purse, key: key, id: id,
      entering: { try $0.enter(PaymentBook.Line(.refund, amount, id), atMost: whole) })
  }

  /// As payer: opens our side of a refund that the payee has begun.
  func takeRefund(_ statement: SignedStatement, _ id: PaymentID) async throws -> PaymentID {
    let refund = try VerifiedStatement<PaymentRefund>.content(of: statement)
    let name = PaymentID(of: refund.agreement, .payer)
    guard let made = try await made(name, by: .payer) else {
      guard try await desk.record(of: name) == nil else {
        throw Refusal(.unavailable, blame: .us, "the payment has not ended here; send it again in a moment")
      }
      throw Refusal(.unknownPayment, blame: .peer, "there is no payment here that this would give back")
    }
    let signed = try VerifiedStatement<PaymentRefund>(verifying: statement, keys: KeySet([made.terms.payee]))
    guard signed.content.payee == made.terms.payee.thumbprint, id == PaymentID(of: statement.digest, .payer) else {
      throw Refusal(.wrongSigner, blame: .peer, "the refund is not by the payee of this payment")
    }
    guard let whole = made.conclusion.amount else {
      throw Refusal(.refundExceeded, blame: .peer, "nothing was paid, so nothing comes back")
    }
    let before = FollowUp(agreement: made.agreement, prior: made.conclusion, amount: refund.amount)
    return try await open(
      .takeRefund(before, statement), with: made.purse, key: key(of: id), id: id,
      entering: { try $0.enter(PaymentBook.Line(.takeRefund, refund.amount, id), atMost: whole) })
  }

  private func made(_ id: PaymentID, by party: PaymentParty) async throws -> MadePayment? {
    if let record = try await desk.record(of: id) { return MadePayment(record, by: party) }
    guard let locked = try await locked(id), locked.party == party else { return nil }
    return MadePayment(locked)
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
}
