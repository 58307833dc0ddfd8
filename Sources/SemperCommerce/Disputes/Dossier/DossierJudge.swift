import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

/// Plays a case again from its signed statements alone and says whether the arbiter has done what it has to: heard who was to be heard,
/// ruled by the rule where the evidence decides, and within its bounds where a person has judged.
public struct DossierJudge {
  /// The arbiter sets its deadlines, and no statement shows them but the appeal's.
  private static let times = DisputeTimes(
    hearing: Span(seconds: 100 * 365 * 86_400), appeal: Span(seconds: 100 * 365 * 86_400))

  private let dossier: DisputeDossier
  private let trust: TrustList
  private var dispute: DisputeCase?
  private var findings: [DossierFinding] = []

  /// - Parameter trust: by which certificates the evidence is judged.
  public static func judge(_ dossier: DisputeDossier, trust: TrustList) -> DossierReport {
    var judge = DossierJudge(dossier: dossier, trust: trust)
    judge.hear()
    return DossierReport(claim: dossier.claim.digest, findings: judge.findings, of: judge.dispute)
  }

  private init(dossier: DisputeDossier, trust: TrustList) {
    self.dossier = dossier
    self.trust = trust
  }

  private mutating func hear() {
    check(.claim, dossier.claim) { (judge, signed) throws(Refusal) in
      let claim = try VerifiedStatement<Claim>(verifying: signed, keys: KeySet()).content
      judge.dispute = try DisputeCase.open(
        signed, disclosing: judge.dossier.disclosed, at: claim.issued, before: claim.arbiter, trust: judge.trust,
        times: Self.times)
      return claim.issued
    }
    check(.answer, dossier.answer) { (judge, signed) throws(Refusal) in
      let answer = try VerifiedStatement<ClaimAnswer>(verifying: signed, keys: KeySet()).content
      try judge.take(.answered(signed, judge.dossier.answerDisclosed), at: answer.issued)
      return answer.issued
    }
    check(.ruling, dossier.ruling) { (judge, signed) throws(Refusal) in try judge.ruled(signed, isFinal: false) }
    check(.appeal, dossier.appeal) { (judge, signed) throws(Refusal) in
      let appeal = try VerifiedStatement<Appeal>(verifying: signed, keys: KeySet()).content
      try judge.take(.appealed(signed), at: appeal.issued)
      return appeal.issued
    }
    check(.final, dossier.final) { (judge, signed) throws(Refusal) in try judge.ruled(signed, isFinal: true) }
    check(.enforcement, dossier.enforcement) { (judge, signed) throws(Refusal) in try judge.enforced(signed) }
  }

  private mutating func check(
    _ part: DossierFinding.Part, _ signed: SignedStatement?,
    _ step: (inout DossierJudge, SignedStatement) throws(Refusal) -> Timestamp
  ) {
    guard let signed else { return }
    do throws(Refusal) {
      guard findings.allSatisfy(\.holds) else {
        throw Refusal(.proofInvalid, blame: .peer, "what comes before it does not hold")
      }
      let time = try step(&self, signed)
      findings.append(DossierFinding(part: part, digest: signed.digest, time: time, fault: nil))
    } catch {
      findings.append(DossierFinding(part: part, digest: signed.digest, time: nil, fault: error))
    }
  }

  private mutating func take(_ event: DisputeEvent, at time: Timestamp) throws(Refusal) {
    try dispute?.take(event, at: time, trust: trust)
  }

  private mutating func ruled(_ signed: SignedStatement, isFinal: Bool) throws(Refusal) -> Timestamp {
    guard let before = dispute, let arbiter = before.disclosed.offer?.arbiter.key else {
      throw Refusal(.proofInvalid, blame: .peer, "there is no claim")
    }
    let ruling = try VerifiedStatement<Ruling>(verifying: signed, keys: KeySet([arbiter])).content
    let claim = before.claimContent
    guard ruling.arbiter == arbiter.thumbprint, ruling.claim == before.id, ruling.deal == claim.deal,
      ruling.claimant == claim.claimant.thumbprint, ruling.answer == before.answer?.digest, ruling.isFinal == isFinal,
      ruling.first == (isFinal ? before.ruling?.digest : nil), ruling.appeal == before.appeal?.digest
    else { throw Refusal(.wrongSigner, blame: .peer, "it is no ruling of the deal's arbiter in this case") }
    if let first = before.rulingContent, before.appeal == nil {
      try confirms(ruling, first)
    } else {
      try follows(ruling)
    }
    try take(.ruled(signed), at: ruling.issued)
    return ruling.issued
  }

  /// A final ruling that nobody has appealed against says what the first has said, when nobody can appeal any more.
  private func confirms(_ ruling: Ruling, _ first: Ruling) throws(Refusal) {
    guard ruling.remedy == first.remedy, ruling.basis == first.basis, ruling.reasons == first.reasons,
      let until = first.appealableUntil, until < ruling.issued
    else { throw Refusal(.proofInvalid, blame: .peer, "it is not what the first ruling has become by time alone") }
  }

  /// A ruling is what the rule comes to, or within what the rule leaves to a person.
  private mutating func follows(_ ruling: Ruling) throws(Refusal) {
    guard let before = dispute else { return }
    let earlier = earlier(than: ruling.issued)
    if before.appeal == nil {
      let decision = DisputeRule.decide(
        try before.facts(trust: trust, earlier: earlier), on: DisputeDemand(before.claimContent),
        stance: before.answerContent?.stance)
      switch (decision, ruling.basis) {
      case (.decided(ruling.remedy, ruling.reasons), .rule): return
      case (.needsJudgement(let questions, let least), .judgement):
        try take(.leftOpen(questions, atLeast: least), at: ruling.issued)
      default: throw Refusal(.proofInvalid, blame: .peer, "the rule comes to something else from this evidence")
      }
    }
    guard let dispute, ruling.basis == .judgement, let finding = ruling.finding else {
      throw Refusal(.proofInvalid, blame: .peer, "a person judges and says what it has found")
    }
    let judged = try dispute.judgement(
      paying: ruling.remedy.amount(for: dispute.claimContent.what.claimant), because: finding, at: ruling.issued,
      trust: trust, earlier: earlier, times: Self.times)
    guard judged.remedy == ruling.remedy else {
      throw Refusal(.proofInvalid, blame: .peer, "it gives something to the side that has claimed nothing")
    }
  }

  /// The ruling that counted at a time, on each other claim.
  private func earlier(than time: Timestamp) -> [Ruling] {
    guard let arbiter = dossier.disclosed.offer?.arbiter.key else { return [] }
    let rulings = dossier.others.compactMap { signed in
      (try? VerifiedStatement<Ruling>(verifying: signed, keys: KeySet([arbiter])))?.content
    }.filter { $0.issued <= time && $0.deal == dispute?.claimContent.deal }
    return Ruling.counting(rulings)
  }

  private mutating func enforced(_ signed: SignedStatement) throws(Refusal) -> Timestamp {
    guard let bank = dispute?.disclosed.offer?.bank.key, let final = dispute?.final, let ruling = dispute?.finalContent
    else { throw Refusal(.outsideTerms, blame: .peer, "nothing was to be carried out") }
    let word = try VerifiedStatement<Enforcement>(verifying: signed, keys: KeySet([bank])).content
    guard word.bank == bank.thumbprint, word.ruling == final.digest, word.deal == ruling.deal,
      word.amount == ruling.remedy.amount(for: .buyer)
    else { throw Refusal(.wrongSigner, blame: .peer, "it is not the bank's word on the final ruling of this case") }
    try take(.enforced(signed), at: word.issued)
    return word.issued
  }
}
