import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One side of one operation of testmoney. The payer's mandate travels to the payee, the payee brings it to the bank: as a card
/// payment does, so the payer is committed once the mandate may have left, the payee once the bank may have it.
public struct TestMoneySide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-testmoney", version: 1)

  private var role: any PaymentRole

  public init(_ opening: PaymentOpening) throws(Refusal) {
    let own = try TestMoneyParticulars(opening.particulars)
    guard let terms = opening.terms else {
      throw Refusal(.notSupported, blame: .us, "testmoney stays on its account; there is nothing to withdraw")
    }
    switch opening.task {
    case .pay: role = try TestMoneyPayerSide(opening, own, terms)
    case .receive: role = TestMoneyPayeeSide(own, terms, holds: false)
    case .authorise: role = TestMoneyPayeeSide(own, terms, holds: true)
    case .refund(let before, let statement) where before.lock != nil:
      role = TestMoneyLockRefundSide(own, before, statement)
    case .refund, .capture, .void: role = try TestMoneyOrderSide(opening.task, own, terms)
    case .takeRefund(let before, let statement): role = TestMoneyRefundSide(own, before, statement)
    case .withdraw, .deposit, .exchange, .restore:
      throw Refusal(.notSupported, blame: .us, "testmoney stays on its account; there is nothing to withdraw")
    }
  }

  public func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) { try role.judge(body) }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] { role.handle(signal) }

  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the bank's word does not prove the claim")
    let terms = try evidence.verifiedTerms()
    guard let bank = terms.option.provider else { throw unproven }
    let check = TestMoneyAnswerCheck(bank: try providers.key(of: bank))
    let words = try evidence.proofs.map { proof throws(Refusal) in try check.word(proof.bytes.bytes) }
    switch evidence.claim {
    case .paid:
      guard case .receipt(let receipt, _)? = words.first, receipt.action == .take || receipt.action == .capture else {
        throw unproven
      }
      let amount = receipt.action == .take ? terms.amount : receipt.amount
      try check.require(
        receipt, pays: amount, to: try TestMoneyPayee(terms.option).account, for: terms.reference)
    case .refunded:
      guard case .receipt(let receipt, _)? = words.first, receipt.action == .transfer, let refund = evidence.refund
      else { throw unproven }
      let content = try VerifiedStatement<PaymentRefund>(verifying: refund, keys: KeySet([terms.payee])).content
      try check.require(
        receipt, pays: content.amount, to: receipt.payee, for: PaymentReference(digest: refund.digest))
    case .unpaid:
      guard case .refusal(let refusal, _)? = words.first, let mandate = refusal.mandate,
        evidence.tokens.contains(where: { Self.mandate(in: $0) == mandate })
      else { throw unproven }
    }
  }

  /// The digest of the mandate that a token brought.
  private static func mandate(in token: SignedStatement) -> Digest? {
    guard let content = try? VerifiedStatement<PaymentToken>.content(of: token),
      case .body(let bytes) = content.message
    else { return nil }
    return (try? SignedStatement(bytes: bytes.bytes))?.digest
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
