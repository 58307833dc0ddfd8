public import SemperCoding
import SemperCryptography
public import SemperModel
import SemperStatements

/// A contract between a coordinator and any number of parties, each named by the key that signs its part.
///
/// It binds when the parts of all count, and otherwise nobody: the rule stands in each part, so that a part alone, whoever
/// holds it, promises nothing.
public struct ManyPartyContract: Hashable, Sendable, CanonicalValue {
  public static let mostParties = 63

  /// What is agreed on, under `DigestPurpose.document`.
  public let document: Digest
  /// A party too; it exchanges parts with each of the others.
  public let coordinator: Thumbprint
  /// All others, in ascending order.
  public let parties: [Thumbprint]
  /// Whose resolution stands for an opening, in every exchange.
  public let arbiter: Thumbprint

  /// Refuses (`outOfRange`) fewer than two others, more than 63, and a key that stands there twice.
  public init(
    document: Digest, coordinator: Thumbprint, parties: [Thumbprint], arbiter: Thumbprint
  ) throws(CodingError) {
    let all = [coordinator] + parties
    guard (2...Self.mostParties).contains(parties.count), Set(all).count == all.count else {
      throw CodingError(.outOfRange, "a coordinator and 2 to \(Self.mostParties) others, each with a key of its own")
        .inside("parties")
    }
    self.document = document
    self.coordinator = coordinator
    self.parties = parties.sorted()
    self.arbiter = arbiter
  }

  /// What a party signs.
  public func part(of party: Thumbprint) -> ContractPart {
    ContractPart(contract: documentDigest, party: party)
  }

  /// What the exchange between coordinator and party is about: each gives its part. Both compute the same.
  public func proposal(to party: Thumbprint, salts: [Nonce]) throws(Refusal) -> ExchangeProposal {
    guard parties.contains(party), salts.count == 2 else {
      throw Refusal(.notAParty, blame: .us, "the contract names no such party, or a salt is missing")
    }
    func item(_ signer: Thumbprint, _ path: String, _ salt: Nonce) -> DescribedItem {
      DescribedItem(
        path: path, salt: salt, description: .statement(document: part(of: signer).documentDigest))
    }
    return try ExchangeProposal(
      proposer: [item(coordinator, "coordinator/part", salts[0])], invited: [item(party, "party/part", salts[1])])
  }

  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "coordinator": coordinator.json, "document": document.json, "parties": parties.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let named: [Thumbprint] = try fields.value("parties")
    try self.init(
      document: fields.value("document"), coordinator: fields.value("coordinator"), parties: named,
      arbiter: fields.value("arbiter"))
    try fields.close()
    guard named == parties else { throw CodingError(.notCanonical, "parties stand in ascending order") }
  }
}
