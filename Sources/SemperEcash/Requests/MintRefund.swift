public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The payer takes a lock's money back as fresh coins: with the arbiter's abort or failure decision, with the payee's
/// acceptance of a bond, or, with the mint's word that the lock is settled, what the settlement left.
public struct MintRefund: MintRequest {
  public static let kind = StatementKind.mintRefund

  public let header: RequestHeader
  public let terms: LockTerms
  public let decision: SignedStatement
  public let arbiter: PublicKey
  /// The key that the lock names for refunds.
  public let refund: PublicKey
  public let outputs: [BlindedOutput]
  /// The money itself, when it is in coins that are sealed with the terms; else the mint keeps the lock.
  public let coins: [Coin]

  public init(
    _ header: RequestHeader, terms: LockTerms, decision: SignedStatement, arbiter: PublicKey, refund: PublicKey,
    outputs: [BlindedOutput], coins: [Coin] = []
  ) {
    self.header = header
    self.terms = terms
    self.decision = decision
    self.arbiter = arbiter
    self.refund = refund
    self.outputs = outputs
    self.coins = coins
  }

  public var inputs: [Coin] { coins }
  public var signers: [Thumbprint] { [refund.thumbprint] }
  public var introducedKeys: [PublicKey] { [refund] }

  public var json: JSON {
    header.json([
      "arbiter": arbiter.json, "coins": coins.isEmpty ? nil : coins.json, "decision": decision.json,
      "outputs": outputs.json, "refund": refund.json,
      "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    arbiter = try fields.value("arbiter")
    coins = try fields.sealedCoins()
    decision = try fields.value("decision")
    outputs = try fields.outputs(atLeast: 1)
    refund = try fields.value("refund")
    terms = try fields.value("terms")
    try fields.close()
  }
}
