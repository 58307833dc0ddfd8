import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Turns an order into the signed request that is sent to the mint.
struct RequestMaker {
  let purse: EcashPurse

  func make(_ order: PurseOrder, outputs: [BlindedOutput]) async throws -> [UInt8] {
    let header = RequestHeader(mint: purse.client.name, operation: order.operation, issued: order.issued)
    let inputs = try order.inputs.map { try purse.seed.open($0) }
    let (coins, coinKeys) = (inputs.map(\.coin), inputs.map(\.key))
    switch order.purpose {
    case .withdraw:
      return try sign(
        MintWithdrawal(header, account: purse.account.publicKey, outputs: outputs), [purse.account])
    case .deposit:
      guard let account = order.account else { preconditionFailure("a deposit names its account") }
      return try sign(
        MintDeposit(
          header, inputs: coins, outputs: outputs, account: account, amount: order.amount,
          reference: order.reference), coinKeys)
    case .swap:
      return try sign(MintSwap(header, inputs: coins, outputs: outputs), coinKeys)
    case .recoup:
      let blindings = try order.inputs.map { ByteString(try purse.seed.blinding($0.slot)) }
      return try sign(MintRecoup(header, inputs: coins, blindings: blindings, outputs: outputs), coinKeys)
    case .refresh:
      guard let coin = coins.first else { preconditionFailure("a refresh is of a coin") }
      return try sign(
        MintRefresh(header, coin: coin, candidates: try await purse.candidates(of: order)), coinKeys)
    case .lock:
      guard let terms = order.terms else { preconditionFailure("a lock has terms") }
      return try sign(MintLock(header, inputs: coins, outputs: outputs, terms: terms), coinKeys)
    case .refund:
      guard let terms = order.terms, let decision = order.decision, let arbiter = order.arbiter else {
        preconditionFailure("a refund has terms and a decision")
      }
      guard let key = try await purse.keys.refundKey(for: terms) else {
        throw Refusal(.wrongSigner, blame: .us, "the wallet does not hold the refund key of this lock")
      }
      return try sign(
        MintRefund(
          header, terms: terms, decision: decision, arbiter: arbiter, refund: key.publicKey, outputs: outputs,
          coins: coins),
        [key])
    }
  }

  private func sign(_ request: some MintRequest, _ keys: [SigningKey]) throws -> [UInt8] {
    try VerifiedStatement(signing: request, with: keys).signed.canonicalBytes
  }
}
