public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// A party proves to the arbiter that what its peer opened is not the data that was agreed.
public struct Complaint: StatementContent {
  public static let kind = StatementKind.complain
  public static let largestPayload = 1 << 20

  public let record: ExchangeRecord
  /// Who complains.
  public let role: ExchangeRole
  /// The peer's secret, as it was opened.
  public let secret: OpeningSecret
  /// Which of the peer's items is bad.
  public let path: String
  public let proof: ProofOfMisbehaviour

  public init(
    record: ExchangeRecord, role: ExchangeRole, secret: OpeningSecret, path: String, proof: ProofOfMisbehaviour
  ) {
    self.record = record
    self.role = role
    self.secret = secret
    self.path = path
    self.proof = proof
  }

  public var exchange: Digest { record.terms.id }
  public var signers: [Thumbprint] { [record.terms.thumbprint(of: role)] }
  public var introducedKeys: [PublicKey] { [record.terms.header.party(role).key] }
  /// The role stands there only for the originator: complaints of responders came first.
  public var json: JSON {
    .fields([
      "path": path.json, "proof": proof.json, "record": record.json,
      "role": role == .responder ? nil : role.json, "secret": secret.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    proof = try fields.value("proof")
    record = try fields.value("record")
    let written: ExchangeRole? = try fields.optional("role")
    guard written != .responder else {
      throw CodingError(.notCanonical, "a responder's complaint does not say its role").inside("role")
    }
    role = written ?? .responder
    secret = try fields.value("secret")
    try fields.close()
  }
}
