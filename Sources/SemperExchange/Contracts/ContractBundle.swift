public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperStatements

/// All that shows that a contract of several parties binds: its text, who signs it, and why the part of each counts.
public struct ContractBundle: Hashable, Sendable, CanonicalValue {
  public static let limits = DecodingLimits(bytes: 16 << 20, members: 200_000)

  public let text: HumanText
  public let contract: ManyPartyContract
  public let proofs: [ContractProof]
  /// The certified descriptions of the roles that it rests on.
  public let roles: [SignedStatement]

  public init(text: HumanText, contract: ManyPartyContract, proofs: [ContractProof], roles: [SignedStatement]) {
    self.text = text
    self.contract = contract
    self.proofs = proofs
    self.roles = roles
  }

  /// Refuses what `ContractJudge` refuses, and with `notAsOffered` another text than the parties have signed.
  public func requireBinding() throws(Refusal) {
    guard text.documentDigest == contract.document else {
      throw Refusal(.notAsOffered, blame: .undetermined, "the contract is about another text")
    }
    try ContractJudge.requireBinding(contract, proofs)
  }

  public var json: JSON {
    .fields(["contract": contract.json, "proofs": proofs.json, "roles": roles.json, "text": text.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    contract = try fields.value("contract")
    proofs = try fields.value("proofs")
    roles = try fields.value("roles")
    text = try fields.value("text")
    try fields.close()
  }
}
