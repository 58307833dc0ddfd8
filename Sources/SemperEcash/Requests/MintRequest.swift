import SemperCoding
public import SemperCryptography
public import SemperModel

/// A request to the mint: a statement signed by the keys that it takes money from.
public protocol MintRequest: StatementContent {
  var header: RequestHeader { get }
  /// Coins that are spent; each of their keys signs the whole request.
  var inputs: [Coin] { get }
  /// Coins to be made, be it as withdrawal, refund or change.
  var outputs: [BlindedOutput] { get }
}

extension MintRequest {
  public static var largestPayload: Int { MintLimits.payload }
  public var inputs: [Coin] { [] }
  public var outputs: [BlindedOutput] { [] }
  public var signers: [Thumbprint] { inputs.map(\.owner) }
  public var introducedKeys: [PublicKey] { inputs.map(\.spend) }
}

extension ObjectReader {
  mutating func inputs() throws(CodingError) -> [Coin] {
    let coins: [Coin] = try value("inputs")
    guard (1...MintLimits.coins).contains(coins.count), Set(coins.map(\.digest)).count == coins.count else {
      throw CodingError(.tooMany, "1 to \(MintLimits.coins) different coins are spent at once").inside("inputs")
    }
    return coins
  }

  /// Coins that a claim or refund brings with it, if any.
  mutating func sealedCoins() throws(CodingError) -> [Coin] {
    guard let coins: [Coin] = try optional("coins") else { return [] }
    guard (1...MintLimits.coins).contains(coins.count), Set(coins.map(\.digest)).count == coins.count,
      coins.allSatisfy({ $0.seal != nil })
    else {
      throw CodingError(.tooMany, "1 to \(MintLimits.coins) different sealed coins are spent at once").inside("coins")
    }
    return coins
  }

  mutating func outputs(atLeast fewest: Int = 0) throws(CodingError) -> [BlindedOutput] {
    let outputs: [BlindedOutput] = try value("outputs")
    guard (fewest...MintLimits.coins).contains(outputs.count), Set(outputs.map(\.digest)).count == outputs.count else {
      throw CodingError(.tooMany, "\(fewest) to \(MintLimits.coins) different coins are made at once")
        .inside("outputs")
    }
    return outputs
  }

  mutating func positive(_ name: String) throws(CodingError) -> Money {
    let amount: Money = try value(name)
    guard amount.minorUnits > 0 else { throw CodingError(.outOfRange, "the amount is positive").inside(name) }
    return amount
  }
}
