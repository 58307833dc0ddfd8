import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One side of one operation by instant transfer. The payer's bank moves the money; the payee hears of it from its own.
public struct TransferSide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-sepa-inst", version: 1)

  private var role: any PaymentRole

  public init(_ opening: PaymentOpening) throws(Refusal) {
    let own = try TransferParticulars(opening.particulars)
    guard let terms = opening.terms else { throw Self.unknown }
    switch opening.task {
    case .pay: role = try SendingSide(opening, own, CreditTransfer(terms))
    case .receive: role = try ArrivingSide(own, CreditTransfer(terms))
    case .refund(let before, let statement):
      let back = try CreditTransfer(terms, refunding: before.amount, statement.digest)
      role = try SendingSide(opening, own, back)
    case .takeRefund(let before, let statement):
      role = try ArrivingSide(own, CreditTransfer(terms, refunding: before.amount, statement.digest))
    case .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: throw Self.unknown
    }
  }

  private static let unknown = Refusal(
    .notSupported, blame: .us, "a transfer pays and gives back; nothing is held, withdrawn or restored")

  public func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) { try role.judge(body) }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] { role.handle(signal) }

  /// Who proves a payment needs the word of the payee's bank; who proves a refund, that of a bank that the judge believes.
  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the banks' words do not prove the claim")
    let terms = try evidence.verifiedTerms()
    let proofs = try evidence.proofs.map { proof throws(Refusal) in try statement(proof) }
    let named = try TransferAccount(terms.option.particulars).bank ?? terms.option.provider
    guard let last = proofs.last, let payeesBank = named else { throw unproven }
    let signer = try VerifiedStatement<BankDocument>(verifying: last, keys: KeySet()).content.key.thumbprint
    let bank = try providers.key(of: signer)
    switch evidence.claim {
    case .paid, .unpaid:
      guard signer == payeesBank else { throw unproven }
      let transfer = try CreditTransfer(terms)
      if evidence.claim == .paid {
        try TransferWord.requireCredited(transfer, proofs, by: bank)
      } else {
        try TransferWord.requireUnwanted(transfer, proofs, by: bank)
      }
    case .refunded:
      guard let refund = evidence.refund else { throw unproven }
      let content = try VerifiedStatement<PaymentRefund>(verifying: refund, keys: KeySet([terms.payee])).content
      let back = try CreditTransfer(terms, refunding: content.amount, refund.digest)
      try TransferWord.requireCredited(back, proofs, by: bank)
    }
  }

  private static func statement(_ proof: PaymentProof) throws(Refusal) -> SignedStatement {
    do {
      return try SignedStatement(bytes: proof.bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "a proof cannot be read: \(error)")
    }
  }
}
