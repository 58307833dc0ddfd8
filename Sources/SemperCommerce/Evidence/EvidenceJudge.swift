import SemperCoding
public import SemperModel

/// Judges the evidence of a deal: a pure function of the bundle and of whom the judge trusts. It reads no clock and asks
/// nobody, so everybody who has both comes to the same answer.
///
/// It verifies everything again: signatures, certificates up to the trust list, that the contract is the one to which terms,
/// offer and order lead, that the commitments lock what the contract says, that openings open them. `exp` is compared with
/// the time of the answering statement and never with the present.
public enum EvidenceJudge {
  /// - Parameters:
  ///   - bytes: the bundle as a file holds it: canonical JSON.
  ///   - trust: whose certificates count.
  ///   - time: judges all certificates as of this time, instead of the earliest time that somebody independent has signed.
  public static func judge(_ bytes: [UInt8], trust: TrustList, at time: Timestamp? = nil) -> EvidenceReport {
    do throws(CodingError) {
      return judge(try EvidenceBundle(canonicalBytes: bytes, limits: EvidenceBundle.limits), trust: trust, at: time)
    } catch {
      let fault = Refusal(.malformed, blame: .undetermined, "the bundle is damaged or was changed: \(error)")
      return EvidenceReport(
        deal: nil, links: [EvidenceLink(name: EvidenceLink.bundle, says: "is no bundle of evidence", fault: fault)])
    }
  }

  public static func judge(_ bundle: EvidenceBundle, trust: TrustList, at time: Timestamp? = nil) -> EvidenceReport {
    judge(.whole(bundle), trust: trust, at: time)
  }

  static func judge(_ hearing: EvidenceHearing, trust: TrustList, at time: Timestamp? = nil) -> EvidenceReport {
    let bundle = hearing.bundle
    let roles = EvidenceRoles(hearing, trust: trust, at: time)
    let form = EvidenceLink(
      name: EvidenceLink.bundle,
      says: "holds \(bundle.statements.count) statements"
        + (bundle.deal.map { " of the deal \($0)" } ?? ", and no order") + ", and every key that they name")
    return EvidenceReport(
      deal: bundle.deal, links: [form] + roles.links + hearing.findings.map(roles.link),
      proves: EvidenceVerdict(hearing).conclusions, anchors: roles.anchors)
  }
}
