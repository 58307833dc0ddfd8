public import SemperCoding
import SemperCryptography
import SemperModel

/// Proves what terms of business can do to those who deal under them, before anybody does. A pure function: the same terms give the same
/// report, bit for bit.
public enum TermsChecker {
  /// Terms that nobody signs: the checker looks at what an author wrote, without a seller.
  static let nobody: Thumbprint = {
    guard let nobody = try? Thumbprint(bytes: Array(repeating: 0, count: 32)) else {
      preconditionFailure("32 bytes are right")
    }
    return nobody
  }()

  /// The JSON Schema of terms, for editors.
  public static var schema: [UInt8] { TermsSchema.file }

  /// Judges terms as their author wrote them, and, where there is one, beside the version before.
  ///
  /// What is missing or of the wrong shape is a finding too; refuses only what is no object with states.
  public static func report(on authored: JSON, after previous: JSON? = nil) throws(CodingError) -> TermsReport {
    guard case .object(let object) = authored, case .object = authored["states"] else {
      throw CodingError(.wrongType, "these are no terms of business: an object with states is expected")
    }
    let digest = Digest(of: CanonicalJSON.encode(authored), for: .document)
    let name = authored["service"].flatMap { try? String(json: $0) } ?? ""
    let version = authored["version"].flatMap { try? String(json: $0) } ?? ""
    func report(_ findings: [Finding], _ exploration: TermsExploration? = nil) -> TermsReport {
      let view = exploration?.rules.view
      return TermsReport(
        service: name, version: version, digest: digest, findings: sorted(findings),
        exposure: exploration.map { ExposureCheck(view: $0.rules.view).table($0) } ?? [],
        longest: view.flatMap { TimeCheck(view: $0).longest() }, situations: exploration?.plays.count ?? 0)
    }
    let shape = TermsSchema.terms.findings(authored)
    guard shape.isEmpty else { return report(shape) }
    let terms: TermsOfBusiness
    do { terms = try TermsOfBusiness(reading: .object(object.with("seller", nobody.json))) } catch {
      return report([
        Finding(.form, .error, at: error.place, error.message + ".", fix: TermsSchema.terms.fix(at: error.place))
      ])
    }
    let view = TermsView(terms)
    let references = FormCheck(view: view).references()
    guard references.isEmpty else { return report(references) }
    // Without an end there is nothing to be counted.
    guard view.graph.endlessRound == nil else { return report(TimeCheck(view: view).findings()) }
    let exploration = TermsExploration(TermsRules(view))
    var findings = findings(view, exploration)
    if let previous { findings += try compared(view, exploration, previous) }
    return report(findings, exploration)
  }

  private static func findings(_ view: TermsView, _ exploration: TermsExploration) -> [Finding] {
    FormCheck(view: view).use(exploration) + MoverCheck(view: view).findings()
      + ProjectionCheck(view: view).findings(exploration) + TimeCheck(view: view).findings()
      + WayOutCheck(view: view).findings(exploration) + CommitmentCheck(view: view).findings(exploration)
      + MoneyCheck(view: view).findings(exploration) + ExposureCheck(view: view).findings(exploration)
      + EvidenceCheck(view: view).findings(exploration) + DisputeCheck(view: view).findings(exploration)
      + PrivacyCheck(view: view).findings(exploration) + ConsumerCheck(view: view).findings(exploration)
      + DisplayCheck(view: view).findings() + ConfinementCheck(view: view).findings()
  }

  private static func compared(
    _ view: TermsView, _ exploration: TermsExploration, _ previous: JSON
  ) throws(CodingError) -> [Finding] {
    let before = TermsView(try TermsOfBusiness(authored: previous, seller: nobody))
    let comparison = TermsComparison(
      from: before, TermsExploration(TermsRules(before)), to: view, exploration)
    return CompatibilityCheck(comparison: comparison).findings()
  }

  /// By the checks' numbers, then by place, the gravest first.
  private static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      if left.element.check != right.element.check { return left.element.check < right.element.check }
      if left.element.severity != right.element.severity { return left.element.severity > right.element.severity }
      return left.offset < right.offset
    }.map(\.element)
  }
}
