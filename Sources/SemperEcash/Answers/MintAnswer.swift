public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What the mint answers to a request: its signed word, the blind signatures asked for, and proofs of earlier spending.
public struct MintAnswer: Hashable, Sendable, CanonicalValue {
  /// A `mint-receipt`, `mint-refresh-choice`, `lock-receipt`, `lock-outcome` or `mint-refusal`.
  public let statement: SignedStatement
  /// For each output of the request, in its order. Empty with a refusal.
  public let signatures: [ByteString]
  /// The earlier requests that a refusal for a double spend names.
  public let proofs: [SignedStatement]

  public init(statement: SignedStatement, signatures: [ByteString] = [], proofs: [SignedStatement] = []) {
    self.statement = statement
    self.signatures = signatures
    self.proofs = proofs
  }

  public var json: JSON {
    .fields(["proofs": proofs.json, "signatures": signatures.json, "statement": statement.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    proofs = try fields.value("proofs")
    signatures = try fields.value("signatures")
    statement = try fields.value("statement")
    try fields.close()
    guard signatures.count <= MintLimits.coins, proofs.count <= MintLimits.coins else {
      throw CodingError(.tooMany, "an answer is about at most \(MintLimits.coins) coins")
    }
  }
}
