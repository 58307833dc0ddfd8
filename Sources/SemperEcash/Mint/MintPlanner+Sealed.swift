import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments

extension MintPlanner {
  /// What coins must be sealed with to be spent by an order.
  static func seal(of order: MintOrder) -> Digest? {
    switch order {
    case .claim(let order): SealedPayment.seal(order.content.terms)
    case .refund(let order): SealedPayment.seal(order.content.terms)
    case .withdraw, .deposit, .swap, .recoup, .refresh, .reveal, .lock, .settle, .freeze, .lapse: nil
    }
  }

  /// A claim that brings its money along: the lock begins and ends at once. That the payee is entitled has been checked.
  func claim(sealed order: VerifiedStatement<MintClaim>, worth spent: Int64) throws -> MintPlan {
    let terms = order.content.terms
    try require(spent, equals: units(terms.amount), plus: 0)
    return plan(
      order, purpose: .claim,
      lines: [LedgerLine(.coins, -spent), LedgerLine(.customer(order.content.account), spent)],
      lock: .close(terms, .claimed, paid: terms.amount))
  }

  /// The payer has fresh coins for the sealed ones. That it is entitled, and that the amounts fit, has been checked.
  func refund(sealed order: VerifiedStatement<MintRefund>, worth spent: Int64) throws -> MintPlan {
    let terms = order.content.terms
    try require(spent, equals: units(terms.amount), plus: 0)
    return plan(order, purpose: nil, lines: [], lock: .close(terms, .refunded, paid: .zero(keys.currency)))
  }
}
