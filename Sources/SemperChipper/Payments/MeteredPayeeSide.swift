import SemperCoding
import SemperModel
import SemperPayments

/// The payee of what is metered: asks its meter what is due, has the module say go up to that total, hears that it was paid, and so on
/// until the meter is over, the agreed amount is reached, or the purse pays no more.
struct MeteredPayeeSide: ChipperPayeeRole {
  private let currency: Currency
  private let units: UInt32
  private let reference: Digest
  private let module: CardNumber
  /// What the purse has offered so far; the last one counts.
  private(set) var offers: [PurseOffer] = []
  /// The total that the purse was last told to pay.
  private var ordered: UInt32 = 0
  /// What the module has of it.
  private var paid: UInt32 = 0
  /// The purse's last word that it has paid.
  private var word: PurseCompletion?
  /// Whether the purse pays no more.
  private var isFinal = false

  init(_ terms: PaymentTerms) throws(Refusal) {
    currency = terms.amount.currency
    units = try terms.amount.cardAmount()
    reference = terms.reference.digest
    module = try ChipperPayee(terms.option).module
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch try ChipperWord(body) {
    case .offer(let offer):
      let terms = offer.terms
      guard terms.kind == .incremental, terms.amount == units, terms.reference == reference, terms.terminal == module
      else { throw Refusal(.amountMismatch, blame: .peer, "the purse offers something else than was agreed") }
    case .completion(let completion), .final(let completion):
      guard knows(completion),
        completion.amount == 0 || (paid...ordered).contains(completion.amount)
      else { throw Refusal(.amountMismatch, blame: .peer, "the purse's word is about something else than was agreed") }
    case .order, .step, .closed, .receipt, .refunded:
      throw Refusal(.outsideTerms, blame: .peer, "that is for the payee to say")
    }
  }

  mutating func hear(_ word: ChipperWord) -> [PaymentStep] {
    switch word {
    case .offer(let offer):
      guard paid == 0, !offers.contains(where: { $0.terms == offer.terms }) else { return [] }
      offers.append(offer)
      ordered = 0
      return ask("open \(offer.terms.number)", .order(offer))
    case .completion(let completion), .final(let completion):
      if completion.amount > 0 {
        self.word = completion
        if case .final = word { isFinal = true }
      }
      let name = "complete \(completion.number) \(completion.amount)"
      return [
        .ask(
          Inquiry(
            name, to: .device, ChipperRequest.complete(completion).canonicalBytes, commits: completion.amount > 0))
      ]
    case .order, .step, .closed, .receipt, .refunded: return []
    }
  }

  private func ask(_ name: String, _ request: ChipperRequest) -> [PaymentStep] {
    [.ask(Inquiry(name, to: .device, request.canonicalBytes))]
  }

  mutating func take(_ answer: ChipperAnswer, to name: String) -> [PaymentStep] {
    guard let offer = offers.last else { return [] }
    let number = offer.terms.number
    switch answer {
    case .done where name == "open \(number)": return meter()
    case .due, .order:
      return isFinal ? [] : goOn(answer, to: name, offer)
    case .done where name.hasPrefix("complete "): return completed(offer, name)
    case .done where name.hasPrefix("end "): return close(nil)
    case .receipt(let receipt): return close(receipt)
    case .refused(let refusal): return refuse(refusal, name, offer)
    case .done, .offer, .completion, .refund: return []
    }
  }

  private mutating func goOn(_ answer: ChipperAnswer, to name: String, _ offer: PurseOffer) -> [PaymentStep] {
    let number = offer.terms.number
    switch answer {
    case .due(let total) where name == "meter \(number) \(paid)":
      let next = min(total, units)
      guard next > paid else { return end(offer) }
      ordered = next
      return ask("step \(number) \(next)", .step(offer, next))
    case .order(let seal) where name == "step \(number) \(ordered)":
      return [.tell(ChipperWord.step(number, ordered, seal).canonicalBytes)]
    default: return []
    }
  }

  /// What the module does not credit stays uncredited; what it has credited is brought to its end.
  private func refuse(_ refusal: Refusal, _ name: String, _ offer: PurseOffer) -> [PaymentStep] {
    guard paid == 0 else { return isFinal || name.hasPrefix("end ") ? [] : end(offer) }
    return [
      .conclude(.refused(refusal, [PaymentProof(form: "chipper-refusal", bytes: refusal.canonicalBytes)]))
    ]
  }

  private func meter() -> [PaymentStep] {
    guard let offer = offers.last else { return [] }
    return ask("meter \(offer.terms.number) \(paid)", .meter(paid))
  }

  /// Less than was ordered, or the purse's final word: it pays no more.
  private mutating func completed(_ offer: PurseOffer, _ name: String) -> [PaymentStep] {
    guard let word, word.number == offer.terms.number, !name.hasSuffix(" 0") else { return [] }
    paid = word.amount
    return !isFinal && paid == ordered && paid < units ? meter() : end(offer)
  }

  private func end(_ offer: PurseOffer) -> [PaymentStep] {
    ask("end \(offer.terms.number)", .end(offer, givingUp: isFinal))
  }

  private func close(_ receipt: ModuleReceipt?) -> [PaymentStep] {
    let said = ChipperWord.closed(receipt == nil ? 0 : paid, receipt).canonicalBytes
    guard receipt != nil, let word else {
      let nothing = Refusal(.outsideTerms, blame: .us, "it was over before anything was due")
      return [
        .tell(said), .conclude(.refused(nothing, [PaymentProof(form: "chipper-closed", bytes: said)])),
      ]
    }
    let proofs = [PaymentProof(form: PaymentProof.receiptForm, bytes: said), .completion(word)]
    return [.tell(said), .conclude(.settled(Money(minorUnits: Int64(paid), currency), proofs))]
  }
}
