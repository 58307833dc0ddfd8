public import SemperCoding
public import SemperCryptography
public import SemperModel

/// How a case stands, for its parties: everything that was signed in it, without the evidence, which they have.
public struct DisputeNews: Hashable, Sendable, CanonicalValue {
  public let claim: SignedStatement
  public let stage: DisputeStage
  public let hearUntil: Timestamp
  public let questions: [DisputeQuestion]
  public let answer: SignedStatement?
  public let ruling: SignedStatement?
  public let appeal: SignedStatement?
  public let final: SignedStatement?
  public let enforcement: SignedStatement?

  public init(_ dispute: DisputeCase) {
    claim = dispute.claim
    stage = dispute.stage
    hearUntil = dispute.hearUntil
    questions = dispute.questions ?? []
    answer = dispute.answer
    ruling = dispute.ruling
    appeal = dispute.appeal
    final = dispute.final
    enforcement = dispute.enforcement
  }

  public var id: Digest { claim.digest }

  /// The ruling that counts for now, whoever is asked for it: verified against the arbiter's key.
  ///
  /// Refuses what another arbiter, or one about another claim, has signed.
  public func standing(of arbiter: PublicKey) throws(Refusal) -> Ruling? {
    guard let signed = final ?? ruling else { return nil }
    let ruling = try VerifiedStatement<Ruling>(verifying: signed, keys: KeySet([arbiter])).content
    guard ruling.arbiter == arbiter.thumbprint, ruling.claim == id else {
      throw Refusal(.wrongSigner, blame: .provider, "the ruling is by another arbiter, or on another claim")
    }
    return ruling
  }

  public var json: JSON {
    .fields([
      "answer": answer?.json, "appeal": appeal?.json, "claim": claim.json, "enforcement": enforcement?.json,
      "final": final?.json, "hearUntil": hearUntil.json, "questions": questions.json, "ruling": ruling?.json,
      "stage": stage.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    appeal = try fields.optional("appeal")
    claim = try fields.value("claim")
    enforcement = try fields.optional("enforcement")
    final = try fields.optional("final")
    hearUntil = try fields.value("hearUntil")
    questions = try fields.value("questions")
    ruling = try fields.optional("ruling")
    stage = try fields.value("stage")
    try fields.close()
  }
}
