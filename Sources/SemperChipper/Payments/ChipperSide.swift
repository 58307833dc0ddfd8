import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments
import SemperTestMoney

/// One side of one operation of a chip card purse: payer, payee, or the purse alone with its provider's host.
public struct ChipperSide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-chipper", version: 1)

  /// Value moves by cards; what was paid under a lock at the provider's bank goes back there, from account to account.
  private enum Way: Sendable {
    case card(any PaymentRole)
    case account(TestMoneySide)
  }

  private var way: Way

  public init(_ opening: PaymentOpening) throws(Refusal) {
    if Self.returnsLocked(opening.task) {
      way = .account(try TestMoneySide(opening))
      return
    }
    let role: any PaymentRole
    switch opening.task {
    case .pay:
      let terms = try Self.terms(opening)
      role =
        if try ChipperPayee(terms.option).isMetered { try MeteredPayerSide(terms) } else { try ChipperPayerSide(terms) }
    case .receive:
      let terms = try Self.terms(opening)
      role =
        if try ChipperPayee(terms.option).isMetered { try MeteredPayeeSide(terms) } else { try ChipperPayeeSide(terms) }
    case .withdraw: role = try Self.host(.load, opening)
    case .deposit: role = try Self.host(.unload, opening)
    case .refund(let before, let statement):
      role = try ChipperRefundSide(before, reference: statement.digest)
    case .takeRefund(let before, let statement):
      role = try ChipperTakeRefundSide(before, reference: statement.digest)
    case .authorise, .capture, .void, .exchange, .restore:
      throw Refusal(.notSupported, blame: .us, "a chip card purse pays, receives, gives back, loads and unloads")
    }
    way = .card(role)
  }

  /// Whether it gives back, or takes back, what was paid under a lock.
  static func returnsLocked(_ task: PaymentTask) -> Bool {
    switch task {
    case .refund(let before, _), .takeRefund(let before, _): before.lock != nil
    case .pay, .receive, .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: false
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
    switch way {
    case .card(let role): try role.judge(body)
    case .account(let side): try side.check(body, at: time)
    }
  }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] {
    switch way {
    case .card(var role):
      let steps = role.handle(signal)
      way = .card(role)
      return steps
    case .account(var side):
      let steps = side.handle(signal, at: time)
      way = .account(side)
      return steps
    }
  }

  /// Cards share their keys with modules and provider, so S3 and S4 prove nothing to a judge. What counts is that the payee has
  /// said, signed under the agreement, that its module has credited the payment. What goes back between accounts the bank's word shows.
  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "nothing that the payee has signed shows that it was paid")
    let terms = try evidence.verifiedTerms()
    guard let provider = terms.option.provider else { throw unproven }
    _ = try providers.key(of: provider)
    if evidence.claim == .refunded { return try TestMoneySide.judge(evidence, trusting: providers) }
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
