public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// The responder proves to the arbiter that what the originator opened is not the data that was agreed.
public struct Complaint: StatementContent {
  public static let kind = StatementKind.complain
  public static let largestPayload = 1 << 20

  public let record: ExchangeRecord
  /// s_O, as the originator opened it.
  public let secret: OpeningSecret
  /// Which of the originator's items is bad.
  public let path: String
  public let proof: ProofOfMisbehaviour

  public init(
    record: ExchangeRecord, secret: OpeningSecret, path: String, proof: ProofOfMisbehaviour
  ) {
    self.record = record
    self.secret = secret
    self.path = path
    self.proof = proof
  }

  public var exchange: Digest { record.terms.id }
  public var signers: [Thumbprint] { [record.terms.thumbprint(of: .responder)] }
  public var introducedKeys: [PublicKey] { [record.terms.header.responder.key] }
  public var json: JSON {
    .fields([
      "path": path.json, "proof": proof.json, "record": record.json, "secret": secret.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    proof = try fields.value("proof")
    record = try fields.value("record")
    secret = try fields.value("secret")
    try fields.close()
  }
}
