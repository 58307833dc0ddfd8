import SemperCryptography
import SemperModel

extension MintPlanner {
  /// Fresh coins for those under revoked keys. That the mint signed the blinded messages is for the transaction to find out.
  func recoup(_ order: VerifiedStatement<MintRecoup>) throws -> MintPlan {
    var sum: Int64 = 0
    var recouped = [Digest]()
    for (coin, blinding) in zip(order.content.inputs, order.content.blindings) {
      guard let key = keys[coin.key] else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin is not of this mint")
      }
      guard coin.seal == nil else {
        throw Refusal(.coinInvalid, blame: .peer, "a sealed coin is not its holder's alone, and is not exchanged")
      }
      guard key.isRevoked(at: now) else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin's key was not revoked; swap it instead")
      }
      guard now < key.legalEnd else {
        throw Refusal(.expired, blame: .peer, "the mint answers for a coin's key no more since \(key.legalEnd)")
      }
      guard try key.key.isValid(signature: coin.signature, over: coin.digest.bytes) else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin does not bear the mint's signature")
      }
      let blinded = try key.key.blind(coin.digest.bytes, seed: blinding.bytes)
      recouped.append(BlindedMessage.digest(of: blinded.bytes, under: key.id))
      sum += key.denomination.units
    }
    let made = try value(made: order.content.outputs)
    try require(sum, equals: 0, plus: made)
    var exchange = plan(order, purpose: nil, lines: [], receipt: (.recoup, made, nil, nil))
    exchange.recouped = recouped
    return exchange
  }
}
