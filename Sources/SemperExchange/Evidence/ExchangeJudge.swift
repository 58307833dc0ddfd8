public import SemperModel

/// Judges the evidence of an exchange that belongs to no deal: a pure function of the bundle and of which keys the judge
/// believes. It reads no clock and asks nobody.
///
/// Everything is verified again: that the descriptions are those of the terms, the terms as fair as they say, each
/// commitment locks what it must, openings open it, decisions are the arbiter's about these commitments, endings are the
/// ledgers' about these locks, and a complaint's proof holds.
public enum ExchangeJudge {
  /// Issuers and registries of credentials are those that both parties have signed in the terms; whether to rely on them is
  /// for who relies on the credential.
  ///
  /// - Parameters:
  ///   - arbiters: the keys that the judge believes to be arbiters'.
  ///   - ledgers: the same for banks and mints.
  public static func judge(
    _ bundle: ExchangeBundle, arbiters: Set<Thumbprint>, ledgers: Set<Thumbprint>
  ) -> ExchangeReport {
    var hearing = ExchangeHearing(bundle, arbiters: arbiters, ledgers: ledgers)
    hearing.hear()
    let isWhole = hearing.links.allSatisfy { $0.fault == nil }
    return ExchangeReport(
      exchange: bundle.terms.id, level: bundle.terms.body.level, mode: bundle.terms.body.mode, links: hearing.links,
      proves: isWhole ? ExchangeVerdict(hearing).conclusions : [], settlement: isWhole ? hearing.settlement : nil)
  }
}
