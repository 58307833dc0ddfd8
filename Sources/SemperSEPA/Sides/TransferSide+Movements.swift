import SemperCryptography
import SemperModel
public import SemperPayments

// Which movements of an account belong to a payment.
extension TransferSide {
  /// What goes out, and comes back where the other bank rejects it, is named by our own order; what comes in, by our bank's camt.054.
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] {
    guard let own = try? TransferParticulars(opening.particulars) else { return [] }
    let ledger = own.bank.thumbprint
    switch opening.task {
    case .pay, .refund:
      guard let holder = own.holder else { return [] }
      let name = holder.bytes + opening.operation.bytes
      return [TransferBooking.send, .giveBack].map { .operation($0.operation(for: name), at: ledger) }
    case .receive, .takeRefund:
      return (conclusion?.proofs ?? []).compactMap { proof in
        guard let signed = try? SignedStatement(bytes: proof.bytes.bytes),
          let document = try? TransferWord.document(signed, by: own.bank),
          let credited = try? document.read(CreditNotification.self)
        else { return nil }
        return .operation(credited.operation, at: ledger)
      }
    case .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: return []
    }
  }
}
