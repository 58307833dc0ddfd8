import SemperCoding
import SemperModel
import SemperPayments

/// The payer: lets the purse offer, and pays when the module says go.
///
/// Committed with DEBIT. Whoever loses the card then asks it what became of the number; when it did nothing, which is final, the side
/// begins once more, because another payment may only have taken its turn at the card.
struct ChipperPayerSide: PaymentRole {
  private static let mostAttempts = 40
  /// How often a purse may fail to answer at the beginning.
  private static let mostSilences = 3
  /// How often the purse's word is said to a payee that did not take it.
  private static let mostTellings = 3

  private let amount: Money
  private let units: UInt32
  private let reference: Digest
  private let module: CardNumber
  private var attempt = 0
  private var silences = 0
  private var tellings = 0
  private var offer: PurseOffer?
  /// Whether the purse may have been told to pay its offer.
  private var isPaying = false
  /// The purse's word that it has paid.
  private var paid: PurseCompletion?
  /// Its final word that an earlier offer came to nothing.
  private var undone: PurseCompletion?

  init(_ terms: PaymentTerms) throws(Refusal) {
    amount = terms.amount
    units = try terms.amount.cardAmount()
    reference = terms.reference.digest
    module = try ChipperPayee(terms.option).module
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch try ChipperWord(body) {
    case .order(let number, _):
      guard number == offer?.terms.number else {
        throw Refusal(.outsideTerms, blame: .peer, "the purse has made no offer of this number that stands")
      }
    case .receipt:
      guard paid != nil else { throw Refusal(.outsideTerms, blame: .peer, "nothing has been paid yet") }
    case .offer, .completion, .final, .refunded, .step, .closed:
      throw Refusal(.outsideTerms, blame: .peer, "nobody says that to the payer of this payment")
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return begin()
    case .token(let bytes): return hear(bytes)
    case .answer(_, let bytes):
      guard let answer = try? ChipperAnswer(canonicalBytes: bytes) else { return [] }
      return take(answer)
    case .turnedDown(let why):
      guard let paid, tellings < Self.mostTellings else { return isPaying ? ask() : giveUp(why) }
      return tell(paid)
    case .doubt:
      // The payee has not confirmed: the purse's word is what there is.
      if let paid { return [.conclude(.settled(amount, [.completion(paid)]))] }
      if isPaying { return ask() }
      let silence = Refusal(.unavailable, blame: .undetermined, "card or payee did not answer; nothing was paid")
      return offer == nil ? beginAgain(silence) : giveUp(silence)
    }
  }

  private mutating func begin() -> [PaymentStep] {
    attempt += 1
    (offer, isPaying) = (nil, false)
    let request = ChipperRequest.begin(.purchase, units, reference, module)
    return [
      .ask(Inquiry("begin \(attempt)", to: .device, request.canonicalBytes, isRepeatable: false))
    ]
  }

  private mutating func beginAgain(_ why: Refusal) -> [PaymentStep] {
    silences += 1
    return silences < Self.mostSilences ? begin() : giveUp(why)
  }

  /// Whoever has tried before can show that nothing was paid; before the first try the machine ends it itself.
  private func giveUp(_ why: Refusal) -> [PaymentStep] {
    guard let undone else { return [] }
    return [.conclude(.refused(why, [.completion(undone)]))]
  }

  private func ask() -> [PaymentStep] {
    guard let offer else { return [] }
    return [
      .ask(
        Inquiry("outcome \(offer.terms.number)", to: .device, ChipperRequest.outcome(offer).canonicalBytes))
    ]
  }

  private mutating func hear(_ bytes: [UInt8]) -> [PaymentStep] {
    guard let word = try? ChipperWord(bytes) else { return [] }
    switch word {
    case .order(let number, let seal):
      guard let offer, offer.terms.number == number, !isPaying else { return [] }
      isPaying = true
      let request = ChipperRequest.carryOut(offer, seal)
      return [
        .ask(
          Inquiry("pay \(number)", to: .device, request.canonicalBytes, commits: true, isRepeatable: false))
      ]
    case .receipt(let receipt):
      guard paid != nil else { return [] }
      return [.conclude(.settled(amount, [.receipt(receipt)]))]
    case .offer, .completion, .final, .refunded, .step, .closed: return []
    }
  }

  private mutating func take(_ answer: ChipperAnswer) -> [PaymentStep] {
    switch answer {
    case .offer(let offer):
      self.offer = offer
      return [.tell(ChipperWord.offer(offer).canonicalBytes)]
    case .completion(let completion): return paid == nil ? finish(completion) : []
    case .refused(let refusal):
      if isPaying { return refusal.code == .notFound ? [] : ask() }
      return [.conclude(.refused(refusal, undone.map { [.completion($0)] } ?? []))]
    case .order, .receipt, .refund, .done, .due: return []
    }
  }

  private mutating func tell(_ completion: PurseCompletion) -> [PaymentStep] {
    tellings += 1
    return [.tell(ChipperWord.completion(completion).canonicalBytes)]
  }

  /// The payee hears both: what was paid, and that its module can forget what was not.
  private mutating func finish(_ completion: PurseCompletion) -> [PaymentStep] {
    if completion.amount == units {
      paid = completion
      return tell(completion)
    }
    undone = completion
    let tell = PaymentStep.tell(ChipperWord.completion(completion).canonicalBytes)
    guard attempt < Self.mostAttempts else {
      let refusal = Refusal(.unavailable, blame: .us, "the purse did not pay; put it in firmly and pay again")
      return [tell, .conclude(.refused(refusal, [.completion(completion)]))]
    }
    return [tell] + begin()
  }
}

extension PaymentProof {
  static let completionForm = "chipper-s3"
  static let receiptForm = "chipper-s4"
  static let refundForm = "chipper-s5"

  /// The purse's word, for whoever shares its key.
  static func completion(_ completion: PurseCompletion) -> PaymentProof {
    PaymentProof(form: completionForm, bytes: ChipperWord.completion(completion).canonicalBytes)
  }

  /// The merchant's order to give money back.
  static func refund(_ refund: ModuleRefund) -> PaymentProof {
    PaymentProof(form: refundForm, bytes: ChipperWord.refunded(refund).canonicalBytes)
  }

  /// The module's word, as the payee's side has said it.
  static func receipt(_ receipt: ModuleReceipt) -> PaymentProof {
    PaymentProof(form: receiptForm, bytes: ChipperWord.receipt(receipt).canonicalBytes)
  }
}
