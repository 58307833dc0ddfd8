public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

// Carriers' statements among the evidence of a deal.
extension EvidenceBundle {
  /// How many of them one side of a dispute may show, so that what both show is still a bundle.
  public static let mostCarriagesOfASide = mostCarriages / 2

  /// Refuses more of them than a side may show, and what was said after the side has shown it.
  func checkCarriages(shown time: Timestamp) throws(Refusal) {
    let carriages = statements(of: .carriage)
    guard carriages.count <= Self.mostCarriagesOfASide else {
      throw Refusal(
        .tooLarge, blame: .peer,
        "at most \(Self.mostCarriagesOfASide) statements of carriers are shown; show the last ones")
    }
    for signed in carriages {
      let carriage = try VerifiedStatement<Carriage>(verifying: signed, keys: KeySet()).content
      try ClockTolerance.check("what a carrier says", issued: carriage.issued, at: time)
    }
  }

  /// What a side keeps with the evidence of its deal when it is given statements of carriers. Refuses one that does not hold before
  /// whoever trusts these authorities, or is about another parcel than the deal's: it would be refused in a dispute, too.
  public func kept(
    _ carriages: [SignedStatement], trust: TrustList, at now: Timestamp
  ) throws(Refusal) -> [EvidenceItem] {
    guard let deal else { throw Refusal(.outsideTerms, blame: .us, "nothing was ordered in this deal") }
    if let other = carriages.first(where: { $0.kind != .carriage }) {
      throw Refusal(.unknownKind, blame: .peer, "a “\(other.kind.rawValue)” is no statement of a carrier")
    }
    let added = carriages.map {
      EvidenceItem(deal: deal, form: $0.kind.headerType, bytes: $0.canonicalBytes)
    }
    let own = statements.map { EvidenceItem(deal: deal, form: $0.kind.headerType, bytes: $0.canonicalBytes) }
    let bundle = try EvidenceBundle(deal: deal, items: own + added)
    try bundle.checkCarriages(shown: now)
    let report = EvidenceJudge.judge(bundle, trust: trust)
    for carriage in carriages {
      if let fault = report.links.first(where: { $0.digest == carriage.digest })?.fault { throw fault }
    }
    return added
  }

  /// The same without what a claim or an answer does not name: evidence may have been added since.
  public func named(by digests: [Digest]) throws(Refusal) -> EvidenceBundle {
    let wanted = Set(digests)
    guard let deal, !wanted.isSuperset(of: statements.map(\.digest)) else { return self }
    return try EvidenceBundle(
      deal: deal,
      items: statements.filter { wanted.contains($0.digest) }.map {
        EvidenceItem(deal: deal, form: $0.kind.headerType, bytes: $0.canonicalBytes)
      })
  }
}
