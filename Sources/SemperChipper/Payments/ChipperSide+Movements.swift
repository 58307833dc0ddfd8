import SemperCryptography
import SemperModel
public import SemperPayments
import SemperTestMoney

// Which movements of a purse, and of the accounts at its provider, belong to a payment.
extension ChipperSide {
  /// The purse remembers what it has paid for. A refund moves between accounts, under the name of its own reason. What a module has taken comes
  /// to the account when it is collected: payment by payment from one that the provider keeps, whose batches follow from what our side
  /// has heard; in one sum for many, which names none, from a merchant's own.
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] {
    if returnsLocked(opening.task) { return TestMoneySide.movements(of: opening, ending: conclusion) }
    guard let provider = opening.purse.provider else { return [] }
    switch opening.task {
    case .pay(let agreement):
      // What came to nothing has not moved, and another agreement may pay for the same.
      guard conclusion?.amount != nil else { return [] }
      return [.reference(agreement.journalledTerms.reference.digest, at: provider)]
    case .receive(let agreement):
      let reference = agreement.journalledTerms.reference.digest
      guard let record = record(of: reference, conclusion?.proofs ?? []) else { return [] }
      return [.operation(ModuleBatch.root(of: [record]).operation, at: provider)]
    case .refund(_, let statement), .takeRefund(_, let statement):
      return [.operation(statement.digest.operation, at: provider)]
    case .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: return []
    }
  }

  /// What the module hands in for a payment: by its receipt and the purse's word.
  private static func record(of reference: Digest, _ proofs: [PaymentProof]) -> ModuleRecord? {
    var credited: (kind: TransactionKind, total: UInt32?, receipt: ModuleReceipt)?
    var paid: PurseCompletion?
    for proof in proofs {
      switch try? ChipperWord(proof.bytes.bytes) {
      case .receipt(let receipt): credited = (.purchase, nil, receipt)
      case .closed(let total, let receipt?): credited = (.incremental, total, receipt)
      case .completion(let completion): paid = completion
      case .offer, .order, .final, .step, .closed, .refunded, nil: continue
      }
    }
    guard let credited, let paid else { return nil }
    return ModuleRecord(
      kind: credited.kind, serial: credited.receipt.serial, purse: paid.purse, number: paid.number,
      amount: credited.total ?? paid.amount, reference: reference, seal: credited.receipt.seal)
  }
}
