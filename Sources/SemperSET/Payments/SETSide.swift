import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One side of one card payment. The messages of SET travel as tokens between cardholder and merchant; who holds the keys writes
/// and judges them, and the gateway's signed answer ends each operation.
///
/// The cardholder is committed once its purchase may have left, the merchant once the gateway may have its request. In doubt the
/// cardholder asks the gateway, which from then on takes no such purchase that has not come before.
public struct SETSide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-set", version: 1)

  private var role: any PaymentRole

  public init(_ opening: PaymentOpening) throws(Refusal) {
    let words = SETWords(gateway: try SETParticulars(opening.particulars).gateway)
    guard let terms = opening.terms else { throw Self.accountOnly }
    switch opening.task {
    case .pay: role = SETPayerSide()
    case .receive, .authorise: role = SETPayeeSide()
    case .refund, .capture, .void: role = SETOrderSide()
    case .takeRefund(let before, let statement):
      role = SETRefundSide(
        order: try? AgreedOrder.number(of: before, terms), amount: before.amount, refund: statement.digest, words: words
      )
    case .withdraw, .deposit, .exchange, .restore: throw Self.accountOnly
    }
  }

  private static var accountOnly: Refusal {
    Refusal(.notSupported, blame: .us, "a card's money stays on its account; there is nothing to withdraw")
  }

  public func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) { try role.judge(body) }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] { role.handle(signal) }

  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the gateway's answers do not prove the claim")
    let terms = try evidence.verifiedTerms()
    guard let provider = terms.option.provider, let proof = evidence.proofs.first, evidence.proofs.count == 1 else {
      throw unproven
    }
    let word = try SETWords(gateway: try providers.key(of: provider)).read(proof)
    switch evidence.claim {
    case .paid:
      try word.require(terms)
      guard let paid = word.paid, paid.isCaptured else { throw unproven }
      if case .capture = word { return }
      guard paid.amount == terms.amount else { throw unproven }
    case .refunded:
      guard let refund = evidence.refund else { throw unproven }
      let content = try VerifiedStatement<PaymentRefund>(verifying: refund, keys: KeySet([terms.payee])).content
      // What was paid under a lock has another number, which the agreement does not tell: that takes the deal's own evidence.
      try word.requireCredit(content.amount, refund.digest, of: try? AgreedOrder.number(of: terms))
    case .unpaid:
      try word.require(terms)
      guard word.paid == nil else { throw unproven }
      switch word {
      case .approval, .standing: return
      case .capture, .void, .credit, .error: throw unproven
      }
    }
  }
}
