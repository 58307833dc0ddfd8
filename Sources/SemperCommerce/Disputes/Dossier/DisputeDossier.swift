public import SemperCoding
public import SemperCryptography
import SemperModel

/// A case to take to a court: everything that was signed in it, everything that both sides have disclosed, and the other rulings on the
/// same deal, which the rule counts. `DossierJudge` says whether it holds; nobody has to be asked for that.
public struct DisputeDossier: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  public static let limits = EvidenceBundle.limits

  public let claim: SignedStatement
  public let disclosed: EvidenceBundle
  public let answer: SignedStatement?
  public let answerDisclosed: EvidenceBundle?
  public let ruling: SignedStatement?
  public let appeal: SignedStatement?
  public let final: SignedStatement?
  public let enforcement: SignedStatement?
  /// On other claims about the same deal.
  public let others: [SignedStatement]

  public init(_ dispute: DisputeCase, others: [SignedStatement]) {
    claim = dispute.claim
    disclosed = dispute.disclosed
    answer = dispute.answer
    answerDisclosed = dispute.answerDisclosed
    ruling = dispute.ruling
    appeal = dispute.appeal
    final = dispute.final
    enforcement = dispute.enforcement
    self.others = others
  }

  /// The evidence of both sides as one bundle, or each side's alone where both cannot be true together.
  public var shown: [EvidenceBundle] {
    guard let answerDisclosed else { return [disclosed] }
    if let both = try? disclosed.merged(with: answerDisclosed) { return [both] }
    return [disclosed, (try? answerDisclosed.described(by: disclosed)) ?? answerDisclosed]
  }

  /// Of a deal of many steps: what was paid in it and what has come back, by this evidence and the other rulings; `nil` where the
  /// evidence does not hold.
  public func moved(trust: TrustList) -> MovedMoney? {
    guard disclosed.isOfCourse, let offer = disclosed.offer else { return nil }
    var facts = DisputeFacts()
    for bundle in shown {
      guard let own = try? DisputeFacts(bundle, trust: trust) else { return nil }
      facts = facts.merged(with: own)
    }
    return facts.counting(Ruling.counting(others.map { $0.journalled(as: Ruling.self) }), but: claim.digest)
      .moved(in: offer.price.currency)
  }

  public var json: JSON {
    .fields([
      "answer": answer?.json, "answerDisclosed": answerDisclosed?.json, "appeal": appeal?.json, "claim": claim.json,
      "disclosed": disclosed.json, "enforcement": enforcement?.json, "final": final?.json, "others": others.json,
      "ruling": ruling?.json, "v": Self.version.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("v")
    guard version == Self.version else {
      throw CodingError(.outOfRange, "a dossier of version \(version) is not known here").inside("v")
    }
    answer = try fields.optional("answer")
    answerDisclosed = try fields.optional("answerDisclosed")
    appeal = try fields.optional("appeal")
    claim = try fields.value("claim")
    disclosed = try fields.value("disclosed")
    enforcement = try fields.optional("enforcement")
    final = try fields.optional("final")
    others = try fields.value("others")
    ruling = try fields.optional("ruling")
    try fields.close()
  }
}
