public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperPayments
import SemperStatements
public import SemperTerms

/// What a deal has come to, as far as its journal tells.
public struct DealRecord: Hashable, Sendable {
  public let opening: DealOpening
  /// The terms and the offer, read once.
  public let terms: TermsOfBusiness
  public let offer: Offer
  /// Of a deal of many steps: how far it has come.
  public internal(set) var course: DealCourse?
  public internal(set) var order: SignedStatement? {
    didSet { orderContent = order?.journalled(as: Order.self) }
  }
  private(set) var orderContent: Order?
  public internal(set) var contract: SignedStatement?
  /// Of a deal of many steps: the deed by which both have agreed on the exchange that is the present one, or was the last.
  var agreed: SignedStatement?
  public internal(set) var decisions: [PhaseDecision] = []
  /// Our statements in the order in which they were signed; the peer reads a seller's by number.
  public internal(set) var outbox: [SignedStatement] = []
  /// How many of the peer's statements have been taken or refused.
  public internal(set) var received = 0
  public internal(set) var refusals: [Refusal] = []
  /// The peer's statements that were refused, one for each refusal: proof that the peer left its own terms.
  public internal(set) var refused: [SignedStatement] = []
  /// Every statement that proves something, without repetition, in the order in which it came.
  public internal(set) var evidence: [SignedStatement] = []
  public internal(set) var exchange: ExchangeSide?
  public internal(set) var outcome: ExchangeOutcome?
  /// The data whose every chunk was opened and found to be what was described.
  var openedContent: ContentDescription?
  /// What of the peer's was found not to be as expected when it was here. The exchange stands all the same.
  public internal(set) var unexpected: Refusal?
  public internal(set) var choice: String?
  /// When the deal's time is over: from then on nothing is begun that could commit money. An exchange that has begun goes
  /// on to its own end.
  public let deadline: Timestamp?
  var delivered = 0
  var seen: Set<Digest> = []

  init(_ opening: DealOpening, at now: Timestamp) {
    self.opening = opening
    terms = opening.terms.journalled(as: TermsOfBusiness.self)
    offer = opening.offer.journalled(as: Offer.self)
    evidence = [opening.terms, opening.offer]
    let (terms, offer) = (self.terms, self.offer)
    course =
      PlayableTerms.isPurchase(terms)
      ? nil : DealCourse(terms, offer, digest: opening.offer.digest, at: opening.opened ?? now)
    deadline = opening.opened?.advanced(by: terms.limits.longest)
  }

  /// Refuses an order that does not fit the offer or the terms.
  func agreement(on order: SignedStatement) throws(Refusal) -> Agreement {
    try Agreement(
      terms, opening.terms.digest, offer, opening.offer.digest,
      order == self.order ? orderContent ?? order.journalled(as: Order.self) : order.journalled(as: Order.self),
      order.digest)
  }

  /// How the deal is paid, if the managers have agreed on that: ours as buyer, as the order says for a seller.
  public var payment: DealPayment? { opening.payment ?? orderContent?.payment }

  /// What the managers have agreed on; `nil` where nothing was agreed, as in deals from before.
  ///
  /// Refuses what would pay something else than this deal.
  public func agreedPayment() throws(Refusal) -> AgreedPayment? {
    try payment?.verified(deal: opening.deal, on: offer, opening.offer.digest)
  }

  /// The first of our statements that the peer may not have.
  var undelivered: SignedStatement? { delivered < outbox.count ? outbox[delivered] : nil }

  /// Whether the buyer of a deal that has ended at the seller's may still need what the seller handed out: until it has
  /// chosen, and at the latest until the exchange has closed. From then on, whoever is shown the evidence, which names the
  /// deal and opens the goods, must not get them from the seller. A deal of many steps may be at any of them for its buyer until
  /// its time is over.
  public func mayStillBeFetched(at now: Timestamp) -> Bool {
    if course != nil, let deadline { return now <= deadline }
    guard let exchange else { return true }
    return choice == nil && now <= exchange.terms.header.closes
  }

  mutating func keep(_ statement: SignedStatement) {
    if let index = evidence.firstIndex(where: { $0.digest == statement.digest }) {
      if statement.signatures.count > evidence[index].signatures.count { evidence[index] = statement }
    } else {
      evidence.append(statement)
    }
  }

  mutating func post(_ statement: SignedStatement) {
    keep(statement)
    if outbox.last != statement { outbox.append(statement) }
  }
}
