import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// Gives back what the shop was paid, for a bill or in a deal.
struct ShopRefunds: Sendable {
  /// How long a refund may take until its first word lies ready for the payer.
  private static let patience = Span(seconds: 5)

  let payments: ShopPayments

  /// Begins to give some of a payment back, or all that is left. The payer takes it when it asks next, which it can do as soon as
  /// this returns.
  ///
  /// - Parameters:
  ///   - agreement: under which it was paid.
  ///   - key: the same refund asked for again is the same refund.
  func begin(
    under agreement: Digest, amount: Money?, reason: HumanText, key: Nonce
  ) async throws -> PaymentStatus {
    let (manager, outbox, time) = (payments.manager, payments.outbox, payments.time)
    let payment = manager.received(under: agreement)
    let paid = try await manager.status(of: payment)
    guard paid.state == .settled, let whole = paid.amount else {
      throw Refusal(.unknownPayment, blame: .us, "this is not paid; it is “\(paid.state.rawValue)”")
    }
    let left = Money(minorUnits: whole.minorUnits - (paid.refunded?.minorUnits ?? 0), whole.currency)
    let told = try await outbox.tokens(of: agreement, after: 0, until: time.now()).count
    let refund = try await manager.refund(
      payment, amount: amount ?? left, reason: reason.text, key: IdempotencyKey(key))
    _ = try await outbox.tokens(of: agreement, after: told, until: time.now().advanced(by: Self.patience))
    return try await manager.status(of: refund)
  }
}
