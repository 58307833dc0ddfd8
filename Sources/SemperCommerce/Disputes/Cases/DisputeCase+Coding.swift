public import SemperCoding
import SemperCryptography
import SemperModel

extension DisputeCase: CanonicalValue {
  public var json: JSON {
    .fields([
      "answer": answer?.json, "answerDisclosed": answerDisclosed?.json, "appeal": appeal?.json, "claim": claim.json,
      "disclosed": disclosed.json, "enforcement": enforcement?.json, "final": final?.json,
      "hearUntil": hearUntil.json, "least": least == .nothing ? nil : least.json, "opened": opened.json,
      "questions": questions?.json, "ruling": ruling?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let answer: SignedStatement? = try fields.optional("answer")
    let answerDisclosed: EvidenceBundle? = try fields.optional("answerDisclosed")
    let appeal: SignedStatement? = try fields.optional("appeal")
    let claim: SignedStatement = try fields.value("claim")
    let disclosed: EvidenceBundle = try fields.value("disclosed")
    let enforcement: SignedStatement? = try fields.optional("enforcement")
    let final: SignedStatement? = try fields.optional("final")
    let hearUntil: Timestamp = try fields.value("hearUntil")
    let least: Remedy? = try fields.optional("least")
    let opened: Timestamp = try fields.value("opened")
    let questions: [DisputeQuestion]? = try fields.optional("questions")
    let ruling: SignedStatement? = try fields.optional("ruling")
    try fields.close()
    self.init(claim: claim, disclosed: disclosed, opened: opened, hearUntil: hearUntil)
    self.answer = answer
    self.answerDisclosed = answerDisclosed
    self.questions = questions
    self.least = least ?? .nothing
    self.ruling = ruling
    self.appeal = appeal
    self.final = final
    self.enforcement = enforcement
  }
}
