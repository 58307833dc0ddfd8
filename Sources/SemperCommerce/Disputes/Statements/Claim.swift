public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperTerms

/// A party brings a dispute to the arbiter that the deal's offer names: what it claims, why, and what it discloses for it.
///
/// The digest of a claim names its case; knowing it is the capability to ask about the case.
public struct Claim: StatementContent {
  public static let kind = StatementKind.claim
  public static let largestPayload = 16 << 10
  static let mostEvidence = 128

  public let deal: ID<Deal>
  /// The digest of the terms of business.
  public let service: Digest
  /// Its key in the deal; for what it never ordered, its own.
  public let claimant: PublicKey
  public let arbiter: Thumbprint
  public let what: ClaimKind
  /// What it wants to be paid; without it, all that it could get.
  public let amount: Money?
  public let grounds: HumanText
  /// The state of the terms in which it is raised.
  public let state: String
  /// The digests of the statements that it discloses.
  public let evidence: [Digest]
  public let issued: Timestamp

  public init(
    deal: ID<Deal>, service: Digest, claimant: PublicKey, arbiter: Thumbprint, what: ClaimKind, amount: Money?,
    grounds: HumanText, state: String, evidence: [Digest], issued: Timestamp
  ) {
    self.deal = deal
    self.service = service
    self.claimant = claimant
    self.arbiter = arbiter
    self.what = what
    self.amount = amount
    self.grounds = grounds
    self.state = state
    self.evidence = evidence
    self.issued = issued
  }

  public var signers: [Thumbprint] { [claimant.thumbprint] }
  public var introducedKeys: [PublicKey] { [claimant] }
  public var json: JSON {
    .fields([
      "amount": amount?.json, "aud": arbiter.json, "claim": what.json, "claimant": claimant.json, "deal": deal.json,
      "evidence": evidence.json, "grounds": grounds.json, "iat": issued.json, "service": service.json,
      "state": state.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.optional("amount")
    arbiter = try fields.value("aud")
    what = try fields.value("claim")
    claimant = try fields.value("claimant")
    deal = try fields.value("deal")
    evidence = try fields.value("evidence")
    grounds = try fields.value("grounds")
    issued = try fields.value("iat")
    service = try fields.value("service")
    state = try fields.value("state")
    try fields.close()
    guard amount.map({ $0.minorUnits > 0 }) ?? true, !grounds.text.isEmpty, state.utf8.count <= 64 else {
      throw CodingError(.outOfRange, "a claim has grounds, and an amount above nothing or none")
    }
    try Self.checkEvidence(evidence)
  }

  /// Refuses a list of evidence that is too long or names a statement twice.
  static func checkEvidence(_ evidence: [Digest]) throws(CodingError) {
    guard evidence.count <= mostEvidence, Set(evidence).count == evidence.count else {
      throw CodingError(.tooMany, "at most \(mostEvidence) statements are disclosed, each once").inside("evidence")
    }
  }
}
