import SemperCoding
import SemperModel
import SemperPayments

/// The payer of what is metered: one transaction of the purse, paid step by step as the payee's meter runs, up to the agreed amount.
///
/// Committed with the first DEBIT. When a step is in doubt the purse is asked, which ends the transaction; what was paid so far
/// is paid, and the payee hears it.
struct MeteredPayerSide: PaymentRole {
  private static let mostAttempts = 40
  /// How often a purse may fail to answer at the beginning.
  private static let mostSilences = 3

  private let currency: Currency
  private let units: UInt32
  private let reference: Digest
  private let module: CardNumber
  private var attempt = 0
  private var silences = 0
  private var offer: PurseOffer?
  /// The total that the purse may have been told to pay.
  private var stepping: UInt32?
  /// The purse's word of what it has paid so far.
  private var paid: PurseCompletion?
  /// Its final word that an earlier offer came to nothing.
  private var undone: PurseCompletion?
  /// What the payee has said in the end.
  private var closing: [UInt8]?

  init(_ terms: PaymentTerms) throws(Refusal) {
    currency = terms.amount.currency
    units = try terms.amount.cardAmount()
    reference = terms.reference.digest
    module = try ChipperPayee(terms.option).module
  }

  private var total: UInt32 { paid?.amount ?? 0 }

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch try ChipperWord(body) {
    case .step(let number, let next, _):
      guard number == offer?.terms.number, next > total, next <= units else {
        throw Refusal(.amountMismatch, blame: .peer, "the step is none of the purse's offer that stands")
      }
    case .closed(let total, _):
      guard total == self.total else {
        throw Refusal(.amountMismatch, blame: .peer, "the purse has paid \(self.total), not \(total)")
      }
    case .offer, .order, .completion, .final, .receipt, .refunded:
      throw Refusal(.outsideTerms, blame: .peer, "nobody says that to the payer of a metered payment")
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return begin()
    case .token(let bytes): return hear(bytes)
    case .answer(let name, let bytes):
      guard let answer = try? ChipperAnswer(canonicalBytes: bytes) else { return [] }
      return take(answer, to: name)
    case .turnedDown(let why): return offer == nil ? giveUp(why) : ask()
    case .doubt:
      guard let offer else {
        silences += 1
        let silence = Refusal(.unavailable, blame: .us, "the card does not answer; put it in firmly and pay again")
        return silences < Self.mostSilences ? begin() : giveUp(silence)
      }
      // Between two steps nothing is in doubt; but it does not go on for ever.
      return stepping == nil
        ? [.ask(Inquiry("outlast", to: .device, ChipperRequest.outlast(offer).canonicalBytes))] : ask()
    }
  }

  private mutating func begin() -> [PaymentStep] {
    attempt += 1
    (offer, stepping) = (nil, nil)
    let request = ChipperRequest.begin(.incremental, units, reference, module)
    return [.ask(Inquiry("begin \(attempt)", to: .device, request.canonicalBytes, isRepeatable: false))]
  }

  /// The purse's answer ends the transaction.
  private func ask() -> [PaymentStep] {
    guard let offer else { return [] }
    let request = ChipperRequest.outcome(offer)
    return [.ask(Inquiry("outcome \(offer.terms.number)", to: .device, request.canonicalBytes))]
  }

  private func giveUp(_ why: Refusal) -> [PaymentStep] {
    undone.map { [.conclude(.refused(why, [.completion($0)]))] } ?? []
  }

  private mutating func hear(_ bytes: [UInt8]) -> [PaymentStep] {
    guard let word = try? ChipperWord(bytes) else { return [] }
    switch word {
    case .step(let number, let total, let seal):
      guard let offer, offer.terms.number == number, stepping == nil else { return [] }
      stepping = total
      let request = ChipperRequest.payUpTo(offer, total, seal)
      return [
        .ask(
          Inquiry(
            "pay \(number) \(total)", to: .device, request.canonicalBytes, commits: true, isRepeatable: false))
      ]
    case .closed:
      closing = bytes
      return [.ask(Inquiry("leave", to: .device, ChipperRequest.leave.canonicalBytes))]
    case .offer, .order, .completion, .final, .receipt, .refunded: return []
    }
  }

  private mutating func take(_ answer: ChipperAnswer, to name: String) -> [PaymentStep] {
    switch answer {
    case .offer(let offer):
      self.offer = offer
      return [.tell(ChipperWord.offer(offer).canonicalBytes)]
    case .completion(let completion):
      stepping = nil
      return name.hasPrefix("pay ") ? stepDone(completion) : ended(completion)
    case .refused(let refusal):
      if stepping != nil { return refusal.code == .notFound ? [] : ask() }
      return [.conclude(.refused(refusal, undone.map { [.completion($0)] } ?? []))]
    case .done: return close()
    case .order, .receipt, .refund, .due: return []
    }
  }

  private mutating func stepDone(_ completion: PurseCompletion) -> [PaymentStep] {
    paid = completion
    return [.tell(ChipperWord.completion(completion).canonicalBytes)]
  }

  /// The purse pays no more under this number.
  private mutating func ended(_ completion: PurseCompletion) -> [PaymentStep] {
    let tell = PaymentStep.tell(ChipperWord.final(completion).canonicalBytes)
    if completion.amount > 0 {
      paid = completion
      return [tell, .conclude(.settled(money(completion.amount), [.completion(completion)]))]
    }
    undone = completion
    guard attempt < Self.mostAttempts else {
      return [tell]
        + giveUp(Refusal(.unavailable, blame: .us, "the purse did not pay; put it in firmly and pay again"))
    }
    return [tell] + begin()
  }

  private func close() -> [PaymentStep] {
    guard let closing else { return [] }
    guard let paid else {
      let nothing = Refusal(.outsideTerms, blame: .peer, "the payee has ended it before anything was due")
      return [.conclude(.refused(nothing, [PaymentProof(form: "chipper-closed", bytes: closing)]))]
    }
    return [
      .conclude(.settled(money(paid.amount), [PaymentProof(form: PaymentProof.receiptForm, bytes: closing)]))
    ]
  }

  private func money(_ units: UInt32) -> Money { Money(minorUnits: Int64(units), currency) }
}
