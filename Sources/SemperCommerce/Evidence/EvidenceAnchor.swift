public import SemperCoding
public import SemperModel

/// By whom a role's key is vouched for, and at which time that was judged.
public struct EvidenceAnchor: Hashable, Sendable, CanonicalValue {
  public let key: Thumbprint
  public let organisation: String
  public let role: String
  /// The root's name in the trust list.
  public let root: HumanText
  /// The time at which certificate and root were in force.
  public let judgedAt: Timestamp
  /// Whether that time is the role's own word.
  public let selfDated: Bool

  public init(
    key: Thumbprint, organisation: String, role: String, root: HumanText, judgedAt: Timestamp, selfDated: Bool
  ) {
    self.key = key
    self.organisation = organisation
    self.role = role
    self.root = root
    self.judgedAt = judgedAt
    self.selfDated = selfDated
  }

  public var json: JSON {
    .fields([
      "judgedAt": judgedAt.json, "key": key.json, "organisation": organisation.json, "role": role.json,
      "root": root.json, "selfDated": selfDated.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    judgedAt = try fields.value("judgedAt")
    key = try fields.value("key")
    organisation = try fields.value("organisation")
    role = try fields.value("role")
    root = try fields.value("root")
    selfDated = try fields.value("selfDated")
    try fields.close()
  }
}
