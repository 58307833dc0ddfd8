public import SemperBank
public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee of a lock has what it claims transferred to its account at a bank that may be another than the lock's. Signed by the key
/// that the lock names as payee, so nobody else says where the money goes.
public struct TransferClaim: StatementContent {
  public static let kind = StatementKind.transferClaim

  /// The bank that holds the money.
  public let bank: Thumbprint
  /// The payee's claim, as for an account at that bank; the account that it names is the one at the payee's bank.
  public let claim: SignedStatement
  /// Where that account is.
  public let destination: BankCode
  public let key: PublicKey
  public let issued: Timestamp

  public init(
    bank: Thumbprint, claim: SignedStatement, destination: BankCode, key: PublicKey, issued: Timestamp
  ) {
    self.bank = bank
    self.claim = claim
    self.destination = destination
    self.key = key
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public static var largestPayload: Int { 64 << 10 }

  public var json: JSON {
    .fields([
      "bank": bank.json, "claim": claim.json, "destination": destination.json, "iat": issued.json, "key": key.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    claim = try fields.value("claim")
    destination = try fields.value("destination")
    issued = try fields.value("iat")
    key = try fields.value("key")
    try fields.close()
  }
}
