import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments

// Locks that end as both have agreed, without the arbiter: one for itself, or two together.
extension MintPlanner {
  func settle(_ order: VerifiedStatement<MintSettlement>) throws -> MintPlan {
    let content = order.content
    if content.division.kind == .lockPledge { return try follow(order) }
    let division = try LockDivision(verifying: content.division, beside: content.word, at: mint, now: now)
    return try settle(order, paid: division.paid, lock: .divide(division), division.terms)
  }

  /// The payee's part of a lock that stands still and follows another.
  private func follow(_ order: VerifiedStatement<MintSettlement>) throws -> MintPlan {
    let pledge = try LockPledge(verifying: order.content.division, at: mint)
    guard let word = order.content.word, case .divided = try pledge.verdict(word) else {
      throw Refusal(.lockInvalid, blame: .peer, "the ledger that decides has not divided its lock as agreed")
    }
    return try settle(order, paid: pledge.paid, lock: .follow(order.content.division, pledge), pledge.terms)
  }

  private func settle(
    _ order: VerifiedStatement<MintSettlement>, paid: Money, lock: MintPlan.LockStep, _ terms: LockTerms
  ) throws -> MintPlan {
    let paid = try units(paid)
    guard order.content.payee.thumbprint == terms.payee else {
      throw Refusal(.wrongSigner, blame: .peer, "a settlement is signed by the key that the lock names as payee")
    }
    return plan(
      order, purpose: paid > 0 ? .settle : nil,
      lines: [LedgerLine(.locks, -paid), LedgerLine(.customer(order.content.account), paid)], lock: lock)
  }

  /// Freezes a lock, or has it follow what the deciding ledger has said. What that pays, its payee takes with a settlement.
  func freeze(_ order: VerifiedStatement<MintFreeze>) throws -> MintPlan {
    let (signed, signer) = (order.content.pledge, order.content.key.thumbprint)
    let pledge = try LockPledge(verifying: signed, at: mint)
    _ = try units(pledge.paid)
    guard signer == pledge.terms.refund || order.content.word != nil && signer == pledge.terms.payee else {
      throw Refusal(.wrongSigner, blame: .peer, "a lock is frozen by its payer, and freed by a party to it")
    }
    guard let word = order.content.word else {
      return plan(order, purpose: nil, lines: [], lock: .freeze(signed, pledge))
    }
    switch try pledge.verdict(word) {
    case .free: return plan(order, purpose: nil, lines: [], lock: .release(signed, pledge))
    case .divided:
      guard pledge.paid.minorUnits == 0 else {
        throw Refusal(.lockInvalid, blame: .peer, "this lock is paid: its payee takes the money with a settlement")
      }
      return plan(order, purpose: nil, lines: [], lock: .follow(signed, pledge))
    }
  }

  func lapse(_ order: VerifiedStatement<MintLapse>) throws -> MintPlan {
    let (terms, signer) = (order.content.terms, order.content.key.thumbprint)
    guard signer == terms.refund || signer == terms.payee else {
      throw Refusal(.wrongSigner, blame: .peer, "only a party to the lock may ask this")
    }
    return plan(order, purpose: nil, lines: [], lock: .lapse(terms, until: order.content.until))
  }
}
