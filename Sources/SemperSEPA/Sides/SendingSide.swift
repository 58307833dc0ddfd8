import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Who transfers: the payer of a payment, or the payee that gives back. One order to its bank, which comes again until there is
/// an answer; then it tells the other side to look.
struct SendingSide: PaymentRole {
  private let order: TransferOrder
  private let own: TransferParticulars

  init(_ opening: PaymentOpening, _ own: TransferParticulars, _ transfer: CreditTransfer) throws(Refusal) {
    guard transfer.debtor == own.account else {
      throw Refusal(.wrongSigner, blame: .us, "the agreement names another account of ours")
    }
    _ = try own.directory.key(of: transfer.creditor.bank)
    order = TransferOrder(operation: opening.operation, transfer: transfer, time: opening.time)
    self.own = own
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    throw Refusal(.outsideTerms, blame: .peer, "nothing is to be said to who transfers")
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return [.ask(Inquiry("transfer", to: .provider, order.bytes, commits: true))]
    case .answer(_, let bytes):
      // A bank that answers about something else has not answered.
      guard let report = try? TransferReport(canonicalBytes: bytes),
        let conclusion = try? Self.conclusion(report, of: order, own)
      else { return [] }
      return [.tell(Array(order.transfer.endToEnd.utf8)), .conclude(conclusion)]
    case .token, .doubt, .turnedDown: return []
    }
  }

  /// How the order ended by its bank's word, and by that of the other bank where money was moved.
  static func conclusion(
    _ report: TransferReport, of order: TransferOrder, _ own: TransferParticulars
  ) throws(Refusal) -> PaymentConclusion {
    let transfer = order.transfer
    let status = try TransferWord.document(report.status, by: own.bank).read(OrderStatus.self)
    guard
      status
        == OrderStatus(
          of: order.name, TransferOrder.message, endToEnd: transfer.endToEnd, status.outcome, time: status.time)
    else { throw Refusal(.proofInvalid, blame: .peer, "the bank's word is about another order") }
    switch status.outcome {
    case .rejected(let why): return .refused(why.refusal, [report.status.proof])
    case .settled:
      guard let sent = report.sent, let answer = report.answer else {
        throw Refusal(.proofInvalid, blame: .peer, "the bank does not show how the payee's bank has answered")
      }
      try TransferWord.requireCredited(
        transfer, [sent, answer], by: try own.directory.key(of: transfer.creditor.bank))
      return .settled(transfer.amount, [sent.proof, answer.proof])
    }
  }
}

extension PaymentOpening {
  /// The bank knows the operation by its own name.
  var operation: ID<Operation> {
    do {
      return try ID(bytes: id.bytes)
    } catch {
      preconditionFailure("all ids are of one size")
    }
  }
}
