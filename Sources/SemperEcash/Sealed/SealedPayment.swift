public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// Money in coins that are sealed with the terms of a lock: the payee checks it without asking anybody, and the mint learns of the
/// terms when somebody has the money, if ever.
///
/// The seal was in the coins before the mint signed them blindly. So nobody, the payer included, has the coins but by the terms: the payee
/// with the opening or a resolution, the payer with an abort. The mint promises to honour that in its list.
public struct SealedPayment: Hashable, Sendable, CanonicalValue {
  public let terms: LockTerms
  public let coins: [Coin]

  public init(terms: LockTerms, coins: [Coin]) {
    self.terms = terms
    self.coins = coins
  }

  /// What coins for these terms are sealed with: the digest by which a ledger finds a lock with them.
  public static func seal(_ terms: LockTerms) -> Digest { Digest(of: terms.canonicalBytes, for: .paymentReference) }

  /// Checks, with nothing but the mint's key list, that the coins are worth the amount, are sealed with the terms, and can still be had at
  /// a later time. That the terms are what was agreed on is for the caller to compare.
  ///
  /// Refuses with `lockInvalid`, `coinInvalid`, `expired`, `amountMismatch` or `notSupported`.
  public func check(_ keys: MintKeys, until time: Timestamp) throws {
    guard keys.list.content.seals else {
      throw Refusal(.notSupported, blame: .provider, "this mint does not promise to honour seals")
    }
    guard terms.settlement == nil else {
      throw Refusal(.lockInvalid, blame: .peer, "coins that are claimed cannot be taken back")
    }
    guard Set(coins.map(\.digest)).count == coins.count, coins.count <= MintLimits.coins else {
      throw Refusal(.coinInvalid, blame: .peer, "a coin is there twice, or there are too many")
    }
    var worth: Int64 = 0
    for coin in coins {
      guard coin.seal == Self.seal(terms) else {
        throw Refusal(.lockInvalid, blame: .peer, "a coin is not sealed with these terms")
      }
      guard let key = keys[coin.key] else { throw Refusal(.coinInvalid, blame: .peer, "a coin is not of this mint") }
      guard key.isSpendable(at: time) else {
        throw Refusal(.expired, blame: .peer, "a coin's time is over before then, or its key is revoked")
      }
      guard try key.key.isValid(signature: coin.signature, over: coin.digest.bytes) else {
        throw Refusal(.coinInvalid, blame: .peer, "a coin does not bear the mint's signature")
      }
      worth += key.denomination.units
    }
    guard terms.amount == Money(minorUnits: worth, keys.currency) else {
      throw Refusal(.amountMismatch, blame: .peer, "the coins are not worth the amount")
    }
  }

  public var json: JSON { .fields(["coins": coins.json, "terms": terms.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    coins = try fields.value("coins")
    terms = try fields.value("terms")
    try fields.close()
    guard (1...MintLimits.coins).contains(coins.count) else {
      throw CodingError(.tooMany, "a sealed payment has 1 to \(MintLimits.coins) coins").inside("coins")
    }
  }
}
