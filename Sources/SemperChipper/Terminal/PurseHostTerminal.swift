import SemperEngine
import SemperModel
import SemperPayments

/// A terminal between a purse and its provider's host: loads, unloads, and pays into locks, each a whole transaction that can be torn
/// at any point and finished later.
///
/// Who calls has the card for itself. A `Refusal` is final and nothing has moved; any other error means that the outcome is
/// unknown: `settle` finds it out.
struct PurseHostTerminal: Sendable {
  let purse: PurseTerminal
  let host: any PurseHost
  let time: any TimeSource

  /// Asks the purse about everything that the host has no word of yet, and tells the host. Returns what became of it.
  @discardableResult
  func settle() async throws -> [(offer: PurseOffer, completion: PurseCompletion)] {
    let number = try await purse.select().number
    var settled: [(offer: PurseOffer, completion: PurseCompletion)] = []
    for offer in try await host.open(number) {
      let entry = try await purse.outcome(of: offer.terms.number, offer.terms.kind)
      let completion = PurseCompletion(entry, of: number)
      try await host.complete(completion, now: time.now())
      settled.append((offer, completion))
    }
    return settled
  }

  /// Loads or unloads. - Parameter pin: asks for the owner's PIN, where the purse wants it.
  func move(
    _ kind: TransactionKind, _ amount: UInt32, reference: Digest, pin: () async throws -> PIN
  ) async throws -> PurseCompletion {
    let offer = try await begin(kind, amount, reference: reference, pin: pin)
    return try await carryOut(offer, order: host.order(offer, now: time.now()))
  }

  /// Pays into a lock.
  func pay(into lock: LockTerms, pin: () async throws -> PIN) async throws -> PurseCompletion {
    let offer = try await begin(
      .purchase, lock.amount.cardAmount(), reference: HostOrder.reference(lock), pin: pin)
    return try await carryOut(offer, order: host.order(offer, locking: lock, now: time.now()))
  }

  private func begin(
    _ kind: TransactionKind, _ amount: UInt32, reference: Digest, pin: () async throws -> PIN
  ) async throws -> PurseOffer {
    if try await purse.select().needsPIN(kind) { try await purse.verify(pin()) }
    return try await purse.initialize(
      kind, amount: amount, reference: reference, terminal: host.number, on: CardDate(await time.now()))
  }

  /// Whatever the purse answers, the host has ordered: a no of the purse is found out by asking it.
  private func carryOut(_ offer: PurseOffer, order: Seal) async throws -> PurseCompletion {
    let completion: PurseCompletion
    do {
      completion = try await purse.carryOut(offer, order: order)
    } catch let refusal as Refusal {
      throw CardFailure(.noAnswer, "the purse did not go on (\(refusal.detail)); it is asked what became of it")
    }
    try await host.complete(completion, now: time.now())
    return completion
  }
}
