public import SemperCoding
public import SemperCryptography
public import SemperModel

/// Who lost by a ruling asks, once, for a person's judgement, which is final.
public struct Appeal: StatementContent {
  public static let kind = StatementKind.appeal
  public static let largestPayload = 16 << 10

  public let ruling: Digest
  public let arbiter: Thumbprint
  public let party: PublicKey
  public let grounds: HumanText
  public let issued: Timestamp

  public init(ruling: Digest, arbiter: Thumbprint, party: PublicKey, grounds: HumanText, issued: Timestamp) {
    self.ruling = ruling
    self.arbiter = arbiter
    self.party = party
    self.grounds = grounds
    self.issued = issued
  }

  public var signers: [Thumbprint] { [party.thumbprint] }
  public var introducedKeys: [PublicKey] { [party] }
  public var json: JSON {
    .fields([
      "aud": arbiter.json, "grounds": grounds.json, "iat": issued.json, "party": party.json, "prev": [ruling].json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("aud")
    grounds = try fields.value("grounds")
    issued = try fields.value("iat")
    party = try fields.value("party")
    ruling = try fields.only("prev")
    try fields.close()
    guard !grounds.text.isEmpty else { throw CodingError(.outOfRange, "an appeal has grounds").inside("grounds") }
  }
}
