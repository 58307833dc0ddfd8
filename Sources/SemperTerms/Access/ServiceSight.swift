import SemperCoding
public import SemperModel

/// What a wallet sees in terms before it takes part: the first error, what the buyer may lose, where it pays unprotected, what it tells of itself.
public struct ServiceSight: Hashable, Sendable {
  let error: String?
  /// The most that the buyer may lose in any state.
  public let exposure: Money
  /// The first state in which the buyer gives money other than in a fair exchange.
  let unfairPayment: String?
  /// The first field that says something about a person.
  let tells: String?

  public init(_ terms: TermsOfBusiness) {
    let none = Money.zero(terms.limits.highestPrice.currency)
    guard let report = try? TermsChecker.report(on: terms.authored) else {
      (error, exposure, unfairPayment, tells) = ("they cannot be read", none, nil, nil)
      return
    }
    // What people read, and the law of consumers, do no harm to a purse.
    let harmful = report.findings.first { finding in
      finding.severity == .error && ![.display, .consumer, .compatibility].contains(finding.check)
    }
    error = harmful.map { "\($0.check.rawValue): \($0.message)" }
    exposure = report.exposure.map(\.buyer).max { $0.minorUnits < $1.minorUnits } ?? none
    unfairPayment =
      terms.states.first { entry in
        let pays = entry.state.items(from: .buyer).contains { terms.form(of: $0)?.isMoney ?? false }
        if case .exchange(_, .strong, _) = entry.state.step { return false }
        return pays
      }?.name
    let filled = terms.forms.lazy.flatMap { form in
      form.form.fields.lazy.filter { $0.field.fill != nil || $0.field.type == .address }.map {
        "\(form.item).\($0.name)"
      }
    }
    tells = terms.personal.first?.field.description ?? filled.first
  }
}
