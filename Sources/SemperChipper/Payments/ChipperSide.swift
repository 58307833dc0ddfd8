import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One side of one operation of a chip card purse: payer, payee, or the purse alone with its provider's host.
public struct ChipperSide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-chipper", version: 1)

  private enum Role: Sendable {
    case payer(ChipperPayerSide)
    case payee(ChipperPayeeSide)
    case meteredPayer(MeteredPayerSide)
    case meteredPayee(MeteredPayeeSide)
    case host(ChipperHostSide)
    case refund(ChipperRefundSide)
    case takeRefund(ChipperTakeRefundSide)
  }

  private var role: Role

  public init(_ opening: PaymentOpening) throws(Refusal) {
    switch opening.task {
    case .pay:
      let terms = try Self.terms(opening)
      role =
        try ChipperPayee(terms.option).isMetered
        ? .meteredPayer(try MeteredPayerSide(terms)) : .payer(try ChipperPayerSide(terms))
    case .receive:
      let terms = try Self.terms(opening)
      role =
        try ChipperPayee(terms.option).isMetered
        ? .meteredPayee(try MeteredPayeeSide(terms)) : .payee(try ChipperPayeeSide(terms))
    case .withdraw: role = .host(try Self.host(.load, opening))
    case .deposit: role = .host(try Self.host(.unload, opening))
    case .refund(let before, let statement):
      role = .refund(try ChipperRefundSide(before, reference: statement.digest))
    case .takeRefund(let before, let statement):
      role = .takeRefund(try ChipperTakeRefundSide(before, reference: statement.digest))
    case .authorise, .capture, .void, .exchange, .restore:
      throw Refusal(.notSupported, blame: .us, "a chip card purse pays, receives, gives back, loads and unloads")
    }
  }

  private static func terms(_ opening: PaymentOpening) throws(Refusal) -> PaymentTerms {
    guard let terms = opening.terms else {
      throw Refusal(.malformed, blame: .us, "a payment needs what was agreed")
    }
    return terms
  }

  private static func host(_ kind: TransactionKind, _ opening: PaymentOpening) throws(Refusal) -> ChipperHostSide {
    do {
      let own = try ChipperParticulars(canonicalBytes: opening.particulars.bytes)
      return try ChipperHostSide(
        kind, amount: opening.amount ?? own.balance, reference: Digest(of: opening.id.bytes, for: .paymentReference),
        host: own.host)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.malformed, blame: .us, "what the purse said at the beginning cannot be read: \(error)")
    }
  }

  public func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) {
    switch role {
    case .payer(let side): try side.judge(body)
    case .payee(let side): try side.judge(body)
    case .meteredPayer(let side): try side.judge(body)
    case .meteredPayee(let side): try side.judge(body)
    case .host(let side): try side.judge(body)
    case .refund(let side): try side.judge(body)
    case .takeRefund(let side): try side.judge(body)
    }
  }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] {
    switch role {
    case .payer(var side):
      defer { role = .payer(side) }
      return side.handle(signal)
    case .payee(var side):
      defer { role = .payee(side) }
      return side.handle(signal)
    case .meteredPayer(var side):
      defer { role = .meteredPayer(side) }
      return side.handle(signal)
    case .meteredPayee(var side):
      defer { role = .meteredPayee(side) }
      return side.handle(signal)
    case .host(var side):
      defer { role = .host(side) }
      return side.handle(signal)
    case .refund(let side): return side.handle(signal)
    case .takeRefund(let side): return side.handle(signal)
    }
  }

  /// Cards share their keys with modules and provider, so S3 and S4 prove nothing to a judge. What counts is that the payee has
  /// said, signed under the agreement, that its module has credited the payment.
  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "nothing that the payee has signed shows that it was paid")
    let offer = try VerifiedStatement<PaymentOffer>(verifying: evidence.agreement.offer, keys: KeySet()).content
    let terms = try evidence.verifiedTerms(payee: offer.payee.thumbprint)
    guard let provider = terms.option.provider else { throw unproven }
    _ = try providers.key(of: provider)
    guard evidence.claim == .paid, evidence.proofs.contains(where: { $0.form == PaymentProof.receiptForm }) else {
      throw unproven
    }
    for proof in evidence.proofs {
      guard let party = try speaker(of: proof, paying: terms.amount), isSaid(proof, by: party, in: evidence, terms)
      else { throw unproven }
    }
  }

  /// Who must have said what a proof holds. Of a metered payment only one that came to the agreed amount proves that.
  private static func speaker(of proof: PaymentProof, paying amount: Money) throws(Refusal) -> PaymentParty? {
    switch (proof.form, try ChipperWord(proof.bytes.bytes)) {
    case (PaymentProof.receiptForm, .receipt): .payee
    case (PaymentProof.receiptForm, .closed(let total, _)): Int64(total) == amount.minorUnits ? .payee : nil
    case (PaymentProof.completionForm, .completion(let completion)): completion.amount > 0 ? .payer : nil
    default: nil
    }
  }

  private static func isSaid(
    _ proof: PaymentProof, by party: PaymentParty, in evidence: PaymentEvidence, _ terms: PaymentTerms
  ) -> Bool {
    evidence.tokens.contains { token in
      let keys = KeySet([terms.key(of: party)])
      guard let content = try? VerifiedStatement<PaymentToken>(verifying: token, keys: keys).content else {
        return false
      }
      return content.about == terms.agreement && content.from == party && content.message == .body(proof.bytes)
    }
  }
}
