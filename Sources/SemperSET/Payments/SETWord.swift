import SemperModel
import SemperPayments

/// An answer of the gateway's, verified.
enum SETWord: Sendable {
  case approval(AuthResData)
  case standing(PResData)
  case capture(CapResData)
  case void(AuthRevResData)
  case credit(ReversalResData<Credit>)
  case error(ErrorData)

  /// The merchant's number for the order that the answer is about.
  private var number: LocalID? {
    switch self {
    case .approval(let data): data.tags.transaction.merchantID
    case .standing(let data): data.transaction.merchantID
    case .capture(let data): data.items.count == 1 ? data.items[0].transaction.merchantID : nil
    case .void(let data): data.transaction.merchantID
    case .credit(let data): data.items.count == 1 ? data.items[0].transaction.merchantID : nil
    case .error: nil
    }
  }

  /// Refuses (`proofInvalid`) an answer about another payment.
  func require(_ terms: PaymentTerms) throws(Refusal) { try require(try? AgreedOrder.number(of: terms)) }

  /// Likewise about another order than the one of this number.
  func require(_ wanted: LocalID?) throws(Refusal) {
    guard let number, number == wanted else {
      throw Refusal(.proofInvalid, blame: .peer, "the gateway's answer is about another payment")
    }
  }

  /// How a payment stands by it: paid or promised, and how much; `nil` where nothing is.
  var paid: (amount: Money, isCaptured: Bool)? {
    switch self {
    case .approval(let data):
      guard data.payload.header.code == .approved else { return nil }
      return (data.payload.header.amount.money, data.payload.capture?.code == .success)
    case .standing(let data):
      guard let status = data.payloads.first?.status, let approval = status.approval, approval.code == .approved else {
        return nil
      }
      guard let capture = status.capture, capture.code == .success else { return (approval.amount.money, false) }
      return (capture.amount.money, true)
    case .capture(let data):
      guard let item = data.items.first, item.payload.code == .success else { return nil }
      return (item.payload.amount.money, true)
    case .void, .credit, .error: return nil
    }
  }

  /// How a payment of so much ends by it. Refuses what is about another payment or amount.
  func conclusion(
    of amount: Money, under terms: PaymentTerms, _ proof: PaymentProof
  ) throws(Refusal) -> PaymentConclusion {
    try require(terms)
    guard let paid else {
      return .refused(
        Refusal(.insufficientFunds, blame: .provider, "the issuer did not approve the payment"), [proof])
    }
    guard paid.amount == amount else {
      throw Refusal(.amountMismatch, blame: .provider, "the gateway's answer is about another amount")
    }
    return paid.isCaptured ? .settled(amount, [proof]) : .held(amount, [proof])
  }

  /// Refuses (`proofInvalid`) what does not show that this refund was credited. Each is asked for under a name of its own.
  ///
  /// - Parameter number: of the order that was paid.
  func requireCredit(_ amount: Money, _ refund: SemperModel.Digest, of number: LocalID?) throws(Refusal) {
    try require(number)
    guard case .credit(let data) = self, let item = data.items.first, item.code == .approved,
      item.amount.money == amount, data.tags.rrpid.bytes == Array(refund.bytes.prefix(20))
    else { throw Refusal(.proofInvalid, blame: .peer, "the gateway's answer does not show this refund") }
  }
}
