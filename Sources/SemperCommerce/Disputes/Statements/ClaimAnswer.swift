public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The other side is heard: it admits a claim, or an amount, or contests it and discloses what speaks for it.
public struct ClaimAnswer: StatementContent {
  public static let kind = StatementKind.claimAnswer
  public static let largestPayload = 16 << 10

  /// The digest of the claim.
  public let claim: Digest
  public let arbiter: Thumbprint
  public let party: PublicKey
  public let stance: ClaimStance
  public let grounds: HumanText
  public let evidence: [Digest]
  public let issued: Timestamp

  public init(
    claim: Digest, arbiter: Thumbprint, party: PublicKey, stance: ClaimStance, grounds: HumanText, evidence: [Digest],
    issued: Timestamp
  ) {
    self.claim = claim
    self.arbiter = arbiter
    self.party = party
    self.stance = stance
    self.grounds = grounds
    self.evidence = evidence
    self.issued = issued
  }

  public var signers: [Thumbprint] { [party.thumbprint] }
  public var introducedKeys: [PublicKey] { [party] }
  public var json: JSON {
    .fields([
      "aud": arbiter.json, "evidence": evidence.json, "grounds": grounds.json, "iat": issued.json,
      "party": party.json, "prev": [claim].json, "stance": stance.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("aud")
    evidence = try fields.value("evidence")
    grounds = try fields.value("grounds")
    issued = try fields.value("iat")
    party = try fields.value("party")
    claim = try fields.only("prev")
    stance = try fields.value("stance")
    try fields.close()
    try Claim.checkEvidence(evidence)
  }
}
