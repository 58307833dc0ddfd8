public import SemperCoding

/// What a seller says when the arbiter brings it a claim: its answer, once it has one.
public struct HeardClaim: Hashable, Sendable, CanonicalValue {
  public let answer: ClaimSubmission?

  public init(answer: ClaimSubmission?) { self.answer = answer }

  public var json: JSON { .fields(["answer": answer?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    try fields.close()
  }
}
