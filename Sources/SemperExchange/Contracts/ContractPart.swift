public import SemperCoding
public import SemperModel

/// One party's signature under a contract of several, as the document that its conditional statement names: it binds its
/// signer if and only if the parts of all parties count.
public struct ContractPart: Hashable, Sendable, CanonicalValue {
  private enum Rule: String, CanonicalValue { case bindsWithAll = "binds-with-all" }

  /// The `ManyPartyContract` under `DigestPurpose.document`.
  public let contract: Digest
  public let party: Thumbprint

  public init(contract: Digest, party: Thumbprint) {
    self.contract = contract
    self.party = party
  }

  public var json: JSON {
    .fields(["contract": contract.json, "party": party.json, "rule": Rule.bindsWithAll.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    contract = try fields.value("contract")
    party = try fields.value("party")
    _ = try fields.value("rule", as: Rule.self)
    try fields.close()
  }
}
