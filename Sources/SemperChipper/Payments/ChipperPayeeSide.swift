import SemperCoding
import SemperModel
import SemperPayments

/// The payee: has its module say go to exactly what was agreed, and credit it.
struct ChipperPayeeSide: ChipperPayeeRole {
  private let amount: Money
  private let units: UInt32
  private let reference: Digest
  private let module: CardNumber
  /// What the purse has offered so far.
  private(set) var offers: [PurseOffer] = []
  /// The numbers of those that the module has said go to. No others can have been paid, and what it says about others is about
  /// other payments.
  private var ordered: Set<UInt16> = []
  /// The purse's last word that it has paid.
  private var paid: PurseCompletion?

  init(_ terms: PaymentTerms) throws(Refusal) {
    amount = terms.amount
    units = try terms.amount.cardAmount()
    reference = terms.reference.digest
    module = try ChipperPayee(terms.option).module
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    switch try ChipperWord(body) {
    case .offer(let offer):
      let terms = offer.terms
      guard terms.kind == .purchase, terms.amount == units, terms.reference == reference, terms.terminal == module
      else {
        throw Refusal(.amountMismatch, blame: .peer, "the purse offers something else than was agreed")
      }
    case .completion(let completion):
      guard knows(completion),
        completion.amount == 0 || completion.amount == units && ordered.contains(completion.number)
      else {
        throw Refusal(.amountMismatch, blame: .peer, "the purse's word is about something else than was agreed")
      }
    case .order, .receipt, .refunded, .step, .closed, .final:
      throw Refusal(.outsideTerms, blame: .peer, "that is for the payee to say")
    }
  }

  mutating func hear(_ word: ChipperWord) -> [PaymentStep] {
    switch word {
    case .offer(let offer):
      guard !offers.contains(where: { $0.terms == offer.terms }) else { return [] }
      offers.append(offer)
      return [
        .ask(Inquiry("order \(offer.terms.number)", to: .device, ChipperRequest.order(offer).canonicalBytes))
      ]
    case .completion(let completion):
      guard knows(completion) else { return [] }
      if completion.amount > 0 { paid = completion }
      let request = ChipperRequest.complete(completion)
      return [
        .ask(
          Inquiry(
            "complete \(completion.number)", to: .device, request.canonicalBytes, commits: completion.amount > 0))
      ]
    case .order, .receipt, .refunded, .step, .closed, .final: return []
    }
  }

  mutating func take(_ answer: ChipperAnswer, to name: String) -> [PaymentStep] {
    switch answer {
    case .order(let seal):
      guard let offer = offers.first(where: { name == "order \($0.terms.number)" }) else { return [] }
      ordered.insert(offer.terms.number)
      return [.tell(ChipperWord.order(offer.terms.number, seal).canonicalBytes)]
    case .receipt(let receipt):
      var proofs: [PaymentProof] = [.receipt(receipt)]
      if let paid { proofs.append(.completion(paid)) }
      return [.tell(ChipperWord.receipt(receipt).canonicalBytes), .conclude(.settled(amount, proofs))]
    case .refused(let refusal):
      // What the module will not credit stays uncredited: its no is final.
      return [
        .conclude(
          .refused(refusal, [PaymentProof(form: "chipper-refusal", bytes: refusal.canonicalBytes)]))
      ]
    case .done, .offer, .completion, .refund, .due: return []
    }
  }
}
