import SemperCryptography
public import SemperModel
import SemperTerms

extension DisputeCase {
  /// - Parameter trust: by which evidence that the other side discloses is judged.
  public mutating func take(_ event: DisputeEvent, at now: Timestamp, trust: TrustList) throws(Refusal) {
    switch event {
    case .answered(let signed, let bundle): try take(answer: signed, bundle, at: now, trust)
    case .leftOpen(let questions, let least):
      guard stage == .hearing else { return }
      self.questions = questions
      self.least = least
    case .ruled(let signed): take(ruling: signed)
    case .appealed(let signed): try take(appeal: signed, at: now)
    case .enforced(let signed):
      guard final != nil else { throw Refusal(.outsideTerms, blame: .peer, "nothing is to be carried out yet") }
      enforcement = signed
    }
  }

  private mutating func take(
    answer signed: SignedStatement, _ bundle: EvidenceBundle?, at now: Timestamp, _ trust: TrustList
  ) throws(Refusal) {
    if answer?.digest == signed.digest { return }
    let content = try VerifiedStatement<ClaimAnswer>(verifying: signed, keys: KeySet()).content
    guard content.claim == id else { throw Refusal(.outsideTerms, blame: .peer, "it answers another claim") }
    guard content.party.thumbprint == other else {
      throw Refusal(.notAParty, blame: .peer, "only the other side of the deal answers a claim")
    }
    guard answer == nil else { throw Refusal(.alreadyDecided, blame: .peer, "the claim was answered before") }
    guard stage == .hearing, now <= hearUntil else {
      throw Refusal(.tooLate, blame: .peer, "the time to answer ended at \(hearUntil)")
    }
    guard Set(bundle?.statements.map(\.digest) ?? []) == Set(content.evidence) else {
      throw Refusal(.proofInvalid, blame: .peer, "what is disclosed is not what the answer names")
    }
    if let bundle {
      let orders = Set((disclosed.statements(of: .order) + bundle.statements(of: .order)).map(\.digest))
      guard bundle.deal.map({ $0 == claimContent.deal }) ?? true, orders.count <= 1 else {
        throw Refusal(.outsideTerms, blame: .peer, "the evidence is of another deal")
      }
      try bundle.checkCarriages(shown: content.issued)
      // It must hold alone. Whether both sides' evidence can be true together is for whoever decides.
      _ = try DisputeFacts(bundle.described(by: disclosed), trust: trust)
    }
    answer = signed
    answerDisclosed = bundle
  }

  private mutating func take(ruling signed: SignedStatement) {
    if signed.journalled(as: Ruling.self).isFinal {
      final = final ?? signed
    } else {
      ruling = ruling ?? signed
    }
  }

  private mutating func take(appeal signed: SignedStatement, at now: Timestamp) throws(Refusal) {
    if appeal?.digest == signed.digest { return }
    let content = try VerifiedStatement<Appeal>(verifying: signed, keys: KeySet()).content
    guard let ruling, let ruled = rulingContent, content.ruling == ruling.digest else {
      throw Refusal(.outsideTerms, blame: .peer, "it appeals against another ruling")
    }
    guard mayAppeal(content.party.thumbprint, against: ruled) else {
      throw Refusal(.notAParty, blame: .peer, "only who lost by the ruling may appeal")
    }
    guard stage == .appealable, let until = ruled.appealableUntil, now <= until else {
      throw Refusal(.tooLate, blame: .peer, "the ruling is final")
    }
    appeal = signed
  }

  /// Whoever got less than it asked for, or has to pay.
  private func mayAppeal(_ party: Thumbprint, against ruling: Ruling) -> Bool {
    let claim = claimContent
    let given = ruling.remedy.amount(for: claim.what.claimant)
    if party == claim.claimant.thumbprint { return given == nil || given != claim.amount }
    return party == other && given != nil
  }
}
