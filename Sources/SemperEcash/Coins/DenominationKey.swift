public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A key with which the mint signs coins of one value in one period.
public struct DenominationKey: Hashable, Sendable, CanonicalValue {
  public let denomination: Denomination
  public let key: BlindingKey
  /// The first list that names the key is of this time, so that everybody knows it before coins are made under it.
  public let announced: Timestamp
  /// Coins are issued from then…
  public let notBefore: Timestamp
  /// …until then…
  public let withdrawEnd: Timestamp
  /// …and accepted until then.
  public let spendEnd: Timestamp
  /// Until then the mint answers for what happened under this key.
  public let legalEnd: Timestamp
  /// From then on somebody else may be signing with the key: nothing is issued or accepted under it any more, and holders of
  /// genuine coins get fresh ones (`MintRecoup`).
  public let revoked: Timestamp?
  public let fees: CoinFees

  /// - Parameter announced: by default when coins are first issued.
  public init(
    denomination: Denomination, key: BlindingKey, announced: Timestamp? = nil, notBefore: Timestamp,
    withdrawEnd: Timestamp, spendEnd: Timestamp, legalEnd: Timestamp, revoked: Timestamp? = nil,
    fees: CoinFees = .none
  ) throws(CodingError) {
    let announced = announced ?? notBefore
    guard announced <= notBefore, notBefore < withdrawEnd, withdrawEnd <= spendEnd, spendEnd <= legalEnd else {
      throw CodingError(.outOfRange, "a denomination key is announced, issued, spent and answered for in this order")
    }
    guard fees.leave(something: denomination) else {
      throw CodingError(.outOfRange, "a fee is less than the coin that it is taken from")
    }
    self.denomination = denomination
    self.key = key
    self.announced = announced
    self.notBefore = notBefore
    self.withdrawEnd = withdrawEnd
    self.spendEnd = spendEnd
    self.legalEnd = legalEnd
    self.revoked = revoked
    self.fees = fees
  }

  public var id: Digest { key.id }
  public func issues(at time: Timestamp) -> Bool {
    notBefore <= time && time < withdrawEnd && !isRevoked(at: time)
  }
  public func isSpendable(at time: Timestamp) -> Bool {
    notBefore <= time && time < spendEnd && !isRevoked(at: time)
  }
  public func isRevoked(at time: Timestamp) -> Bool { revoked.map { $0 <= time } ?? false }

  /// Whether this is what has become of a key of an earlier list: the same, or revoked since.
  func continues(_ earlier: DenominationKey) -> Bool {
    guard earlier.revoked == nil, let revoked else { return self == earlier }
    return self == (try? earlier.revoked(at: revoked))
  }

  func revoked(at time: Timestamp) throws(CodingError) -> DenominationKey {
    try DenominationKey(
      denomination: denomination, key: key, announced: announced, notBefore: notBefore, withdrawEnd: withdrawEnd,
      spendEnd: spendEnd, legalEnd: legalEnd, revoked: time, fees: fees)
  }

  public var json: JSON {
    .fields([
      "announced": announced == notBefore ? nil : announced.json, "denomination": denomination.json,
      "fees": fees == .none ? nil : fees.json, "key": key.json, "legalEnd": legalEnd.json, "notBefore": notBefore.json,
      "revoked": revoked?.json,
      "spendEnd": spendEnd.json, "withdrawEnd": withdrawEnd.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let announced: Timestamp? = try fields.optional("announced")
    let fees: CoinFees? = try fields.optional("fees")
    try self.init(
      denomination: fields.value("denomination"), key: fields.value("key"), announced: announced,
      notBefore: fields.value("notBefore"), withdrawEnd: fields.value("withdrawEnd"),
      spendEnd: fields.value("spendEnd"), legalEnd: fields.value("legalEnd"), revoked: fields.optional("revoked"),
      fees: fees ?? .none)
    try fields.close()
    guard announced != notBefore else {
      throw CodingError(.notCanonical, "a key that is announced when it begins does not say so").inside("announced")
    }
  }
}
