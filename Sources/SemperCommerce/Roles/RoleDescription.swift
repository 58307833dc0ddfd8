public import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperExchange
public import SemperModel

/// A role's signed word on itself, served at `/.well-known/semper`: what it is, with which key it signs, where it listens.
///
/// Its protected header carries the certificate chain by which the authority vouches for key and role.
public struct RoleDescription: StatementContent {
  public static let kind = StatementKind.role

  public enum Role: String, Sendable, CaseIterable, CanonicalValue {
    case authority, bank, arbiter, shop, delivery
  }

  public let role: Role
  public let organisation: HumanText
  public let key: PublicKey
  public let address: Address
  /// For an arbiter: what exchanges pin, and its policy.
  public let arbiter: ArbiterTerms?
  public let policy: ArbiterPolicy?
  public let issued: Timestamp
  public let expires: Timestamp

  public init(
    role: Role, organisation: HumanText, key: PublicKey, address: Address, arbiter: ArbiterTerms? = nil,
    policy: ArbiterPolicy? = nil, issued: Timestamp, expires: Timestamp
  ) {
    self.role = role
    self.organisation = organisation
    self.key = key
    self.address = address
    self.arbiter = arbiter
    self.policy = policy
    self.issued = issued
    self.expires = expires
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public var json: JSON {
    .fields([
      "address": address.json, "arbiter": arbiter?.json, "exp": expires.json, "iat": issued.json,
      "key": key.json, "organisation": organisation.json, "policy": policy?.json, "role": role.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    arbiter = try fields.optional("arbiter")
    expires = try fields.value("exp")
    issued = try fields.value("iat")
    key = try fields.value("key")
    organisation = try fields.value("organisation")
    policy = try fields.optional("policy")
    role = try fields.value("role")
    try fields.close()
    guard (role == .arbiter) == (arbiter != nil), arbiter?.policy == policy?.digest, issued < expires else {
      throw CodingError(.outOfRange, "an arbiter, and nobody else, shows its terms and the policy they pin")
    }
  }
}
