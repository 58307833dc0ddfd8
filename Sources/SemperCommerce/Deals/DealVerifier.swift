import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

/// Judges what arrives from the peer in a deal, before it may become an event.
///
/// What is not truly the peer's is thrown as a refusal and never journalled. What is the peer's but not allowed by the
/// terms at this moment becomes a `refused` event: evidence that the peer left its own terms.
public struct DealVerifier: Sendable {
  /// More statements outside the terms than this are answered and forgotten.
  static let mostRefusals = 16

  let machine: DealMachine
  let record: DealRecord

  /// Refuses a deal that has not begun.
  public init(_ machine: DealMachine) throws(Refusal) {
    guard let record = machine.record else {
      throw Refusal(.unknownDeal, blame: .peer, "there is no such deal")
    }
    self.machine = machine
    self.record = record
  }

  /// The event to hand to the machine, or `nil` for a statement that it has already had.
  ///
  /// Throws `overloaded` for what would only fill the journal: statements outside the terms beyond a number, and more
  /// commitments or proposals than are kept. Throws `unavailable` while the machine is between two states: the statement may
  /// be right for the next one, so it has to be judged again when the machine has moved.
  public func judge(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) -> DealEvent? {
    guard !record.seen.contains(signed.digest) || isNewSignature(signed) else { return nil }
    try authenticate(signed)
    guard machine.expectsPeer || machine.isFinished else {
      throw Refusal(.unavailable, blame: .us, "the last step is still being worked on; send it again in a moment")
    }
    if let most = signed.kind.mostKept, present.count(where: { $0.kind == signed.kind }) >= most {
      throw Refusal(
        .overloaded, blame: .peer, "too many statements “\(signed.kind.rawValue)” in this exchange; \(most) are kept")
    }
    do throws(Refusal) {
      try check(signed, at: now)
      return .received(signed)
    } catch {
      switch error.code {
      case .badSignature, .wrongSigner, .malformed, .unknownKind, .tooLarge, .unavailable: throw error
      default:
        guard record.refusals.count < Self.mostRefusals else {
          throw Refusal(.overloaded, blame: .peer, "too many statements outside the terms in this deal")
        }
        return .refused(error, signed)
      }
    }
  }

  /// What belongs to the exchange that is running, if the deal has several.
  private var present: ArraySlice<SignedStatement> { record.evidence.dropFirst(record.course?.evidenceBefore ?? 0) }

  /// A contract comes twice: as the seller's draft and with the buyer's countersignature.
  private func isNewSignature(_ signed: SignedStatement) -> Bool {
    guard signed.isComplete else { return false }
    return signed.kind == .contract && record.contract == nil
      || signed.kind == .deed && !record.evidence.contains { $0.digest == signed.digest && $0.isComplete }
  }

  var keys: KeySet {
    KeySet([record.opening.key, record.offer.seller] + (buyerKey.map { [$0] } ?? []))
  }

  private var buyerKey: PublicKey? {
    switch record.opening.side {
    case .buyer: record.opening.key
    case .seller: record.orderContent?.buyer.key
    }
  }

  private var peerKey: PublicKey? {
    switch record.opening.side {
    case .buyer: record.offer.seller
    case .seller: buyerKey
    }
  }

  /// Whether the peer has signed it. An order is the statement that shows the buyer's key in the first place.
  private func authenticate(_ signed: SignedStatement) throws(Refusal) {
    if signed.kind == .order, record.opening.side == .seller, record.order == nil {
      _ = try VerifiedStatement<Order>(verifying: signed, keys: KeySet())
      return
    }
    guard let peerKey, signed.signatures.contains(where: { $0.header.kid == peerKey.thumbprint }) else {
      throw Refusal(.wrongSigner, blame: .peer, "the statement is not signed by the other party of this deal")
    }
    try signed.verifySignatures(keys: keys)
  }

  private func check(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) {
    if let course = record.course, machine.exchange == nil { return try checkAct(signed, course, at: now) }
    switch machine.doing {
    case .awaiting(let kind, let until):
      guard kind == signed.kind else { throw outsideTerms(signed) }
      guard now <= until else {
        throw Refusal(.tooLate, blame: .peer, "the time for this step is over")
      }
      try checkAwaited(signed, at: now)
    case .exchanging: try checkExchange(signed)
    case .signing, .choosing, .telling, .filling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding,
      .closing, .ended:
      throw outsideTerms(signed)
    }
  }

  func outsideTerms(_ signed: SignedStatement) -> Refusal {
    Refusal(
      .outsideTerms, blame: .peer,
      "the terms of business do not allow a “\(signed.kind.rawValue)” in the state “\(machine.position)”")
  }

  private func checkAwaited(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) {
    switch DealStatement(signed.kind) {
    case .order: try checkOrder(signed, at: now)
    case .contract: try checkContract(signed)
    case .choice: try checkChoice(signed)
    case .deed, nil:
      throw outsideTerms(signed)
    }
  }

  func checkOrder(_ signed: SignedStatement, at now: Timestamp) throws(Refusal) {
    let order = try VerifiedStatement<Order>(verifying: signed, keys: KeySet()).content
    guard order.deal == record.opening.deal else {
      throw Refusal(.unknownDeal, blame: .peer, "the order opens another deal")
    }
    try ClockTolerance.check("the order", issued: order.issued, at: now)
    guard now <= order.expires, now <= record.offer.expires else {
      throw Refusal(.expired, blame: .peer, "the offer or the order has expired; fetch the offer again")
    }
    _ = try record.agreement(on: signed)
  }

  private func checkContract(_ signed: SignedStatement) throws(Refusal) {
    guard let order = record.order else { throw outsideTerms(signed) }
    let contract = try signed.draft(as: Contract.self, keys: keys)
    switch record.opening.side {
    case .buyer:
      guard !signed.isComplete else { throw outsideTerms(signed) }
    case .seller:
      guard signed.isComplete, record.outbox.contains(where: { $0.digest == signed.digest }) else {
        throw Refusal(.notAsOffered, blame: .peer, "this is not the contract that we signed")
      }
    }
    try record.agreement(on: order).check(contract)
  }

  private func checkChoice(_ signed: SignedStatement) throws(Refusal) {
    let choice = try VerifiedStatement<Choice>(verifying: signed, keys: keys).content
    guard choice.deal == record.opening.deal, choice.contract == record.contract?.digest,
      choice.service == record.opening.terms.digest, choice.state == machine.position,
      machine.options.contains(where: { $0.name == choice.option })
    else { throw outsideTerms(signed) }
  }

  private func checkExchange(_ signed: SignedStatement) throws(Refusal) {
    guard let exchange = machine.exchange else { throw outsideTerms(signed) }
    try ExchangeVerifier(terms: exchange.side.terms, items: exchange.side.items).admit(signed, to: exchange)
  }
}
