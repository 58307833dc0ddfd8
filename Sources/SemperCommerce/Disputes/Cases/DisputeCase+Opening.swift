public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

extension DisputeCase {
  /// Opens a case, if the claim is for this arbiter, in time, and by who can have it.
  ///
  /// Refuses (`notAParty`) a claimant that is not the side of the deal which the claim is for, (`outsideTerms`) a claim on another deal
  /// or arbiter than the evidence, and evidence that does not hold (`proofInvalid`; of a carrier's statement, which can be left out, what is
  /// wrong with it).
  public static func open(
    _ signed: SignedStatement, disclosing bundle: EvidenceBundle, at now: Timestamp, before arbiter: Thumbprint,
    trust: TrustList, times: DisputeTimes
  ) throws(Refusal) -> DisputeCase {
    let claim = try VerifiedStatement<Claim>(verifying: signed, keys: KeySet()).content
    try ClockTolerance.check("the claim", issued: claim.issued, at: now)
    guard claim.arbiter == arbiter, let offer = bundle.offer, offer.arbiter.key.thumbprint == arbiter else {
      throw Refusal(.outsideTerms, blame: .peer, "the offer of this deal names another arbiter")
    }
    guard offer.service == claim.service, bundle.deal.map({ $0 == claim.deal }) ?? (claim.what == .neverOrdered) else {
      throw Refusal(.outsideTerms, blame: .peer, "the evidence is of another deal")
    }
    guard Set(bundle.statements.map(\.digest)) == Set(claim.evidence) else {
      throw Refusal(.proofInvalid, blame: .peer, "what is disclosed is not what the claim names")
    }
    let opened = DisputeCase(
      claim: signed, disclosed: bundle, opened: now, hearUntil: now.advanced(by: times.hearing))
    // Who never ordered has no key in the deal.
    guard claim.what == .neverOrdered || opened.key(of: claim.what.claimant) == claim.claimant.thumbprint else {
      throw Refusal(.notAParty, blame: .peer, "this claim is for the other side of the deal")
    }
    try bundle.checkCarriages(shown: claim.issued)
    _ = try DisputeFacts(bundle, trust: trust)
    return opened
  }
}
