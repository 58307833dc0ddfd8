import SemperModel

/// T8: what each side may lose, state by state.
struct ExposureCheck {
  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    terms.items.compactMap { item in
      guard item.form.isPerformance, view.worth(of: item.name) == nil,
        exploration.plays.contains(where: { exploration.rules.isGiven(item.name, in: $0) })
      else { return nil }
      return Finding(
        .exposure, .error, at: ["items", item.name],
        "nobody can say what a side loses when “\(item.name)” does not come.",
        fix: "Write what it is worth: { form: \(item.form), worth: offer.price }.")
    }
  }

  /// In the order in which a deal comes to the states; ends at which nobody can have lost anything are left out.
  func table(_ exploration: TermsExploration) -> [TermsReport.Exposure] {
    exploration.reached.compactMap { state in
      let (buyer, seller) = (exploration.exposure(of: .buyer, in: state), exploration.exposure(of: .seller, in: state))
      if TermsOfBusiness.isEnd(state), buyer == 0, seller == 0 { return nil }
      return TermsReport.Exposure(
        state: state, phase: terms.state(state)?.phase, buyer: Money(minorUnits: buyer, view.currency),
        seller: Money(minorUnits: seller, view.currency))
    }
  }
}
