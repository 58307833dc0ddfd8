public import SemperCoding
public import SemperCommerce
public import SemperCryptography

/// A claim about one of the shop's deals as its owner is shown it, with what the shop has said.
public struct TillDispute: Hashable, Sendable, CanonicalValue {
  public let claim: SignedStatement
  public let answer: SignedStatement?

  init(claim: SignedStatement, answer: SignedStatement?) {
    self.claim = claim
    self.answer = answer
  }

  public var content: Claim { claim.journalled(as: Claim.self) }
  public var stance: ClaimStance? { answer?.journalled(as: ClaimAnswer.self).stance }

  public var json: JSON { .fields(["answer": answer?.json, "claim": claim.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    claim = try fields.value("claim")
    try fields.close()
  }
}
