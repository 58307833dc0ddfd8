import SemperModel

/// T7: no more is paid than the limits say, and no more comes back than was paid.
struct MoneyCheck {
  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    var findings = parts()
    let most = exploration.plays.map { exploration.rules.paid(by: .buyer, in: $0) }.max() ?? 0
    if most > terms.limits.highestPrice.minorUnits {
      findings.append(
        Finding(
          .money, .error, at: ["limits", "maxPrice"],
          "the buyer can pay \(words(most)) in one deal, more than the \(words(terms.limits.highestPrice.minorUnits)) that it agreed to risk.",
          fix: "Write a most for the fields that are paid, such as most: 500.00 EUR, or maxPrice: \(words(most))."))
    }
    for entry in terms.states {
      for item in entry.state.items(from: .seller) {
        guard case .refund(let paid, let part) = terms.form(of: item) else { continue }
        let isUnpaid = exploration.plays(in: entry.name).contains { found in
          let back = refunds(of: paid, parts: part != nil, exploration.rules, found.play)
          return exploration.rules.given(paid, by: .buyer, in: found.play) <= back
        }
        if isUnpaid {
          findings.append(
            Finding(
              .money, .error, at: ["states", entry.name],
              "the seller is to give “\(paid)” back here, and a deal can come here when it was not paid or has come back already.",
              fix: "Lead here only after “\(paid)” was paid, and once for each time."))
        }
      }
    }
    return findings
  }

  /// How often it has come back. All of it is what is left of it, so it may follow a part; a part may not, since two parts may be more
  /// than the whole.
  private func refunds(of paid: String, parts: Bool, _ rules: TermsRules, _ play: Play) -> Int {
    terms.items.reduce(0) { sum, item in
      guard case .refund(let of, let part) = item.form, of == paid, part == nil || parts else { return sum }
      return sum + rules.given(item.name, by: .seller, in: play)
    }
  }

  /// A part that comes back must not be more than the whole, whatever the documents say.
  private func parts() -> [Finding] {
    terms.items.compactMap { item in
      guard case .refund(let paid, let part?) = item.form, case .money(let whole) = terms.form(of: paid) else {
        return nil
      }
      guard !isAtMost(part, whole) else { return nil }
      return Finding(
        .money, .error, at: ["items", item.name],
        "“\(part)” can be more than “\(whole)”: the seller would have to give back more than it got.",
        fix: "Write smaller(\(part), \(whole)).")
    }
  }

  private func isAtMost(_ part: Expression, _ whole: Expression) -> Bool {
    if part == whole { return true }
    switch part {
    case .percent(let share, let inner): return share <= 100 && isAtMost(inner, whole)
    case .smaller(let left, let right): return isAtMost(left, whole) || isAtMost(right, whole)
    case .group(let inner): return isAtMost(inner, whole)
    case .literal, .field, .line, .count, .sum, .larger, .not, .operation: break
    }
    guard let most = part.bounds(in: view.environment)?.most, let least = whole.bounds(in: view.environment)?.least
    else {
      return false
    }
    return most <= least
  }

  private func words(_ units: Int64) -> String { "\(Money(minorUnits: units, view.currency).decimal) \(view.currency)" }
}
