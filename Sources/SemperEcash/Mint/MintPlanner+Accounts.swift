import SemperBank
import SemperCryptography
import SemperModel

extension MintPlanner {
  /// An account pays for coins, and the fee on top.
  func withdraw(_ order: VerifiedStatement<MintWithdrawal>, made: Int64) -> MintPlan {
    let account = order.content.account.thumbprint
    let fee = fees(of: order.content.outputs.map(\.key), \.withdraw)
    return plan(
      order, purpose: .withdraw,
      lines: [LedgerLine(.customer(account), -made - fee), LedgerLine(.coins, made), LedgerLine(.fees, fee)],
      receipt: (.withdraw, made, account, nil), fee: fee)
  }

  /// An account gets the amount, less the fee.
  func deposit(_ order: VerifiedStatement<MintDeposit>, spent: Int64, made: Int64) throws -> MintPlan {
    let (account, amount) = (order.content.account, try units(order.content.amount))
    try require(spent, equals: amount, plus: made)
    try requireNoChange(made)
    let fee = fees(of: order.content.inputs.map(\.key), \.deposit)
    guard fee < amount else {
      throw Refusal(.amountMismatch, blame: .peer, "the fee for these coins is more than the amount; pay with fewer")
    }
    return plan(
      order, purpose: .deposit,
      lines: [
        LedgerLine(.coins, -amount), LedgerLine(.customer(account), amount - fee), LedgerLine(.fees, fee),
      ], receipt: (.deposit, amount, account, order.content.reference), fee: fee)
  }
}
