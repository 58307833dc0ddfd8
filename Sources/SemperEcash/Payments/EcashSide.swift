import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// One side of one operation in ecash.
///
/// The payer has the mint pay its coins into the payee's account, and shows the payee the mint's receipt, which names account, amount
/// and reference: the payer is committed once the request may have reached the mint, the payee risks nothing. A refund goes the
/// other way without an account of the payer's: it shows blinded messages, and the payee has them signed from its own account.
public struct EcashSide: PaymentSide {
  public static let machine = MachineIdentity(name: "payment-ecash", version: 1)

  private enum Role: Sendable {
    case payer(account: Thumbprint, reference: Digest)
    case payee(account: Thumbprint, reference: Digest)
    case refunding
    case takingBack
    case own(EcashRequest)
  }

  private let role: Role
  private let amount: Money?
  private let words: EcashWords

  public init(_ opening: PaymentOpening) throws(Refusal) {
    words = EcashWords(mint: try EcashParticulars(opening.particulars).mint)
    amount = opening.amount
    switch opening.task {
    case .pay, .receive:
      guard let terms = opening.terms else { preconditionFailure("a payment has terms") }
      let account = try EcashPayee(terms.option).account
      let reference = terms.reference.digest
      role =
        opening.task.kind == .pay
        ? .payer(account: account, reference: reference) : .payee(account: account, reference: reference)
    case .refund: role = .refunding
    case .takeRefund: role = .takingBack
    case .withdraw(let amount): role = .own(.withdraw(amount))
    case .deposit(let amount): role = .own(.deposit(amount, to: nil, reference: nil))
    case .exchange: role = .own(.exchange)
    case .restore: role = .own(.restore)
    case .authorise, .capture, .void:
      throw Refusal(
        .notSupported, blame: .us, "ecash is paid or not; there is nothing to “\(opening.task.kind.rawValue)”")
    }
  }

  public func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) {
    switch role {
    case .payee(let account, let reference):
      guard let amount else { preconditionFailure("a payment has an amount") }
      try words.require(try words.receipt(body).content, pays: amount, to: account, for: reference)
    case .refunding: _ = try outputs(body)
    case .takingBack:
      let receipt = try words.receipt(body).content
      guard receipt.purpose == .withdraw, receipt.amount == amount else {
        throw Refusal(.proofInvalid, blame: .peer, "the mint's receipt is of another refund")
      }
    case .payer, .own: throw Refusal(.outsideTerms, blame: .peer, "nothing is to be said here")
    }
  }

  private func outputs(_ body: [UInt8]) throws(Refusal) -> [BlindedOutput] {
    do {
      let outputs = try [BlindedOutput](canonicalBytes: body)
      guard (1...MintLimits.coins).contains(outputs.count) else {
        throw CodingError(.tooMany, "a refund is at most \(MintLimits.coins) coins")
      }
      return outputs
    } catch {
      throw Refusal(.malformed, blame: .peer, "the blinded messages of the refund cannot be read: \(error)")
    }
  }

  public mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] {
    switch signal {
    case .begin: begin()
    case .token(let body): hear(body)
    case .answer(let name, let bytes): (try? EcashReport(canonicalBytes: bytes)).map { take($0, to: name) } ?? []
    // Every inquiry may be repeated, and is.
    case .doubt, .turnedDown: []
    }
  }

  private func begin() -> [PaymentStep] {
    switch role {
    case .payer(let account, let reference):
      [ask("deposit", .provider, .deposit(amount, to: account, reference: reference), commits: true)]
    case .takingBack:
      if let amount { [ask("expect", .device, .expect(amount))] } else { [] }
    case .own(let request): [ask("own", .provider, request, commits: true)]
    case .payee, .refunding: []
    }
  }

  private func hear(_ body: [UInt8]) -> [PaymentStep] {
    switch role {
    case .payee:
      guard let receipt = try? words.receipt(body) else { return [] }
      return [.conclude(.settled(receipt.content.amount, [EcashWords.proof(receipt.signed)]))]
    case .refunding:
      guard let outputs = try? outputs(body), let amount else { return [] }
      return [ask("pay", .provider, .pay(amount, outputs), commits: true)]
    case .takingBack: return [ask("collect", .provider, .collect)]
    case .payer, .own: return []
    }
  }

  private func take(_ report: EcashReport, to name: String) -> [PaymentStep] {
    switch (role, report) {
    case (.takingBack, .outputs(let outputs)): return [.tell(outputs.canonicalBytes)]
    case (.payer(let account, let reference), _):
      guard let amount,
        let end = words.conclusion(
          report, fits: { (try? words.require($0, pays: amount, to: account, for: reference)) != nil })
      else { return [] }
      return tell(report, end) + [.conclude(end)]
    case (.refunding, _):
      guard let end = words.conclusion(report, fits: { $0.purpose == .withdraw && $0.amount == amount }) else {
        return []
      }
      return tell(report, end) + [.conclude(end)]
    case (.takingBack, _), (.own, _), (.payee, _):
      guard let end = words.conclusion(report, fits: { _ in true }) else { return [] }
      return [.conclude(end)]
    }
  }

  /// The other side is told of what has settled; that nothing has, the machine tells it.
  private func tell(_ report: EcashReport, _ end: PaymentConclusion) -> [PaymentStep] {
    guard case .settled = end, case .word(let word, _) = report else { return [] }
    return [.tell(word.canonicalBytes)]
  }

  private func ask(
    _ name: String, _ addressee: Inquiry.Addressee, _ request: EcashRequest, commits: Bool = false
  ) -> PaymentStep {
    .ask(Inquiry(name, to: addressee, request.canonicalBytes, commits: commits))
  }
}
