import SemperCoding
import SemperModel
import SemperPayments

/// Value onto the purse from its owner's account, or back: the purse offers, the host says go, the purse does it, the host settles.
///
/// Committed when the host may have taken the money; then the purse is asked until it has told and the host has heard it. When the
/// purse did nothing, all is undone and begun once more.
struct ChipperHostSide: PaymentRole {
  /// How often a purse may fail to answer at the beginning.
  private static let mostSilences = 3
  private static let mostAttempts = 40

  private let kind: TransactionKind
  private let amount: Money
  private let units: UInt32
  private let reference: Digest
  private let host: CardNumber
  private var attempt = 0
  private var silences = 0
  private var offer: PurseOffer?
  private var order: Seal?
  private var completion: PurseCompletion?
  /// The purse's final word that an earlier attempt came to nothing, which the host has heard.
  private var undone: PurseCompletion?

  init(_ kind: TransactionKind, amount: Money, reference: Digest, host: CardNumber) throws(Refusal) {
    self.kind = kind
    self.amount = amount
    self.reference = reference
    self.host = host
    units = try amount.cardAmount()
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    throw Refusal(.outsideTerms, blame: .peer, "nobody is on the other side of a load")
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return begin()
    case .answer(_, let bytes):
      guard let answer = try? ChipperAnswer(canonicalBytes: bytes) else { return [] }
      return take(answer)
    case .doubt:
      guard let offer else {
        silences += 1
        return silences < Self.mostSilences ? begin() : giveUp()
      }
      if let completion { return tellHost(completion) }
      return order == nil ? askHost(offer) : askPurse(offer)
    case .token, .turnedDown: return []
    }
  }

  private mutating func begin() -> [PaymentStep] {
    attempt += 1
    (offer, order, completion) = (nil, nil, nil)
    let request = ChipperRequest.begin(kind, units, reference, host)
    return [.ask(Inquiry("begin \(attempt)", to: .device, request.canonicalBytes, isRepeatable: false))]
  }

  private func askHost(_ offer: PurseOffer) -> [PaymentStep] {
    [.ask(Inquiry("order \(attempt)", to: .provider, ChipperRequest.order(offer).canonicalBytes, commits: true))]
  }

  private func askPurse(_ offer: PurseOffer) -> [PaymentStep] {
    [.ask(Inquiry("outcome \(attempt)", to: .device, ChipperRequest.outcome(offer).canonicalBytes))]
  }

  private func tellHost(_ completion: PurseCompletion) -> [PaymentStep] {
    [.ask(Inquiry("complete \(attempt)", to: .provider, ChipperRequest.complete(completion).canonicalBytes))]
  }

  private mutating func take(_ answer: ChipperAnswer) -> [PaymentStep] {
    switch answer {
    case .offer(let offer):
      self.offer = offer
      return askHost(offer)
    case .order(let seal):
      guard let offer else { return [] }
      order = seal
      let request = ChipperRequest.carryOut(offer, seal)
      return [
        .ask(
          Inquiry(
            "carry out \(attempt)", to: .device, request.canonicalBytes, commits: true, isRepeatable: false))
      ]
    case .completion(let completion):
      self.completion = completion
      return tellHost(completion)
    case .done: return conclude()
    case .refused(let refusal): return refuse(refusal)
    case .receipt, .refund, .due: return []
    }
  }

  /// The host has undone what the purse did not do; it can be begun once more.
  private mutating func conclude() -> [PaymentStep] {
    guard let completion else { return [] }
    if completion.amount > 0 { return [.conclude(.settled(amount, [.completion(completion)]))] }
    undone = completion
    return attempt < Self.mostAttempts ? begin() : giveUp()
  }

  /// Before the first attempt nothing has to be shown: the machine ends it itself.
  private func giveUp() -> [PaymentStep] {
    guard let undone else { return [] }
    let refusal = Refusal(.unavailable, blame: .us, "the purse did nothing; put it in firmly and try again")
    return [.conclude(.refused(refusal, [.completion(undone)]))]
  }

  /// A no of the host comes before any money has moved; a no of the purse has to be asked about, since the host has it already.
  private func refuse(_ refusal: Refusal) -> [PaymentStep] {
    guard let offer, order != nil else {
      return [
        .conclude(.refused(refusal, [PaymentProof(form: "chipper-refusal", bytes: refusal.canonicalBytes)]))
      ]
    }
    return completion == nil && refusal.code != .notFound ? askPurse(offer) : []
  }
}
