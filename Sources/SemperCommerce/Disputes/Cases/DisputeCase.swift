import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

/// One dispute before an arbiter: a pure value that moves by signed statements and by time. Opened by a claim with what the claimant
/// discloses; the other side is heard; then the rule, or a person, decides; whoever lost may appeal once; then it is final.
///
/// A statement that comes again changes nothing; one that comes too late, from somebody else or beside another is refused.
public struct DisputeCase: Hashable, Sendable {
  public let claim: SignedStatement
  public let disclosed: EvidenceBundle
  public let opened: Timestamp
  public let hearUntil: Timestamp
  public internal(set) var answer: SignedStatement?
  public internal(set) var answerDisclosed: EvidenceBundle?
  /// What the rule has left open, once it has.
  public internal(set) var questions: [DisputeQuestion]?
  /// What was admitted, below which no judgement may go.
  public internal(set) var least = Remedy.nothing
  public internal(set) var ruling: SignedStatement?
  public internal(set) var appeal: SignedStatement?
  public internal(set) var final: SignedStatement?
  public internal(set) var enforcement: SignedStatement?

  init(claim: SignedStatement, disclosed: EvidenceBundle, opened: Timestamp, hearUntil: Timestamp) {
    self.claim = claim
    self.disclosed = disclosed
    self.opened = opened
    self.hearUntil = hearUntil
  }

  public var id: Digest { claim.digest }
  public var claimContent: Claim { claim.journalled(as: Claim.self) }
  public var answerContent: ClaimAnswer? { answer?.journalled(as: ClaimAnswer.self) }
  public var rulingContent: Ruling? { ruling?.journalled(as: Ruling.self) }
  public var finalContent: Ruling? { final?.journalled(as: Ruling.self) }

  public var stage: DisputeStage {
    if enforcement != nil { return .enforced }
    if final != nil { return .final }
    if appeal != nil { return .appealed }
    if ruling != nil { return .appealable }
    return questions == nil ? .hearing : .judging
  }

  /// When time alone moves it next.
  public var due: Timestamp? {
    switch stage {
    case .hearing: answer == nil ? hearUntil : opened
    case .appealable: rulingContent?.appealableUntil
    case .judging, .appealed, .final, .enforced: nil
    }
  }

  /// Which side has to answer, and its key; `nil` where the evidence does not name one.
  public var other: Thumbprint? { key(of: claimContent.what.claimant.peer) }

  /// The key of a side by the evidence that the claimant has disclosed.
  func key(of side: DealSide) -> Thumbprint? {
    switch side {
    case .seller: disclosed.offer?.seller.thumbprint
    case .buyer: disclosed.order?.buyer.key.thumbprint
    }
  }

  /// What each side has disclosed.
  public var bundles: [EvidenceBundle] { [disclosed] + (answerDisclosed.map { [$0] } ?? []) }

  /// Whether it is about a deal of many steps.
  public var isOfCourse: Bool { disclosed.isOfCourse }

  /// The evidence of both sides, as one bundle. Refuses evidence that does not fit together.
  public func evidence() throws(Refusal) -> EvidenceBundle {
    guard let answerDisclosed else { return disclosed }
    return try disclosed.merged(with: answerDisclosed)
  }
}

extension EvidenceBundle {
  /// The offer, whose signature somebody else has to have verified.
  public var offer: Offer? {
    statements(of: .offer).first.flatMap { try? VerifiedStatement<Offer>.content(of: $0) }
  }

  public var order: Order? {
    statements(of: .order).first.flatMap { try? VerifiedStatement<Order>.content(of: $0) }
  }

  /// The statements by which both sides have agreed on what is exchanged.
  public var agreements: [SignedStatement] {
    let contracts = statements(of: .contract)
    guard contracts.isEmpty else { return contracts }
    return statements(of: .deed).filter { signed in
      guard signed.isComplete, case .agreement? = (try? VerifiedStatement<Deed>.content(of: signed))?.exchange else {
        return false
      }
      return true
    }
  }

  /// What both hold, each statement once. Refuses what does not make a bundle, such as the evidence of two deals.
  public func merged(with other: EvidenceBundle) throws(Refusal) -> EvidenceBundle {
    guard let deal = deal ?? other.deal, deal == self.deal ?? deal, deal == other.deal ?? deal else {
      throw Refusal(.proofInvalid, blame: .peer, "the evidence is of another deal")
    }
    return try EvidenceBundle(
      deal: deal,
      items: (statements + other.statements).map {
        EvidenceItem(deal: deal, form: $0.kind.headerType, bytes: $0.canonicalBytes)
      })
  }

  /// The same with who the roles are, where another bundle says it and this one does not: a shop keeps no descriptions of roles.
  func described(by other: EvidenceBundle) throws(Refusal) -> EvidenceBundle {
    guard let deal = deal ?? other.deal else { return self }
    return try EvidenceBundle(
      deal: deal,
      items: statements.map { EvidenceItem(deal: deal, form: $0.kind.headerType, bytes: $0.canonicalBytes) },
      roles: other.statements(of: .role))
  }
}
