import SemperCoding
import SemperModel

/// What a version of a service changes for those who deal under it, beside the version before.
struct TermsComparison: Sendable {
  let from: TermsView
  let to: TermsView
  /// In an order that does not depend on how the terms are written.
  let changes: [TermsChange]

  init(from: TermsView, _ before: TermsExploration, to: TermsView, _ after: TermsExploration) {
    self.from = from
    self.to = to
    changes =
      Self.limits(from, to) + Self.states(from, to) + Self.exposure(from, before, to, after) + Self.claims(from, to)
      + Self.tellings(from, to) + Self.privacy(from, to) + Self.consumer(from, to)
  }

  private static func limits(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    var changes = [TermsChange]()
    let (old, new) = (from.terms.limits, to.terms.limits)
    if old.highestPrice != new.highestPrice {
      let isWorse =
        old.highestPrice.currency != new.highestPrice.currency
        || new.highestPrice.minorUnits > old.highestPrice.minorUnits
      changes.append(
        TermsChange(
          ["limits", "maxPrice"],
          "the highest price is \(words(new.highestPrice)) instead of \(words(old.highestPrice))", isWorse))
    }
    if old.longest != new.longest {
      changes.append(
        TermsChange(
          ["limits", "maxDuration"], "a deal is open for at most \(new.longest) instead of \(old.longest)",
          new.longest > old.longest))
    }
    return changes
  }

  private static func words(_ money: Money) -> String { "\(money.decimal) \(money.currency)" }

  private static func states(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    var changes = [TermsChange]()
    for entry in from.terms.states {
      guard let after = to.terms.state(entry.name) else {
        changes.append(TermsChange(["states", entry.name], "there is no state “\(entry.name)” any more", false))
        continue
      }
      changes += step(entry.name, entry.state, after)
    }
    for entry in to.terms.states where from.terms.state(entry.name) == nil {
      changes.append(TermsChange(["states", entry.name], "there is a new state “\(entry.name)”", false))
    }
    return changes
  }

  private static func step(_ name: String, _ before: TermsState, _ after: TermsState) -> [TermsChange] {
    let place = ["states", name]
    var changes = [TermsChange]()
    if before.within != after.within {
      // More time for the buyer, and less for the seller, is better for the buyer.
      let isWorse =
        switch after.step {
        case .choose(.buyer, _), .transfer(_, .buyer): after.within < before.within
        case .choose(.seller, _), .transfer(_, .seller): after.within > before.within
        case .exchange, .branch, .dispute, .pause: after.within > before.within
        }
      changes.append(
        TermsChange(place + ["within"], "“\(name)” takes at most \(after.within) instead of \(before.within)", isWorse))
    }
    if case .exchange(_, let old, let oldWindow) = before.step, case .exchange(_, let new, let newWindow) = after.step {
      if old != new {
        changes.append(TermsChange(place + ["fair"], "“\(name)” is exchanged with fair: \(new.rawValue)", new == .none))
      }
      if let oldWindow, let newWindow, oldWindow != newWindow {
        changes.append(
          TermsChange(
            place + ["window"], "one can complain for \(newWindow) instead of \(oldWindow) at “\(name)”",
            newWindow < oldWindow))
      }
    }
    if case .choose(let side, let old) = before.step, case .choose(let chooser, let new) = after.step {
      for option in old where !new.contains(where: { $0.name == option.name }) {
        changes.append(
          TermsChange(
            place + ["options", option.name], "the \(side.rawValue) can no longer choose “\(option.name)” at “\(name)”",
            side == .buyer))
      }
      for option in new where !old.contains(where: { $0.name == option.name }) {
        changes.append(
          TermsChange(
            place + ["options", option.name], "the \(chooser.rawValue) can choose “\(option.name)” at “\(name)”",
            chooser == .seller))
      }
    }
    if before.anonymous != after.anonymous {
      changes.append(
        TermsChange(
          place + ["anonymous"], "“\(name)” is \(after.anonymous ? "anonymous now" : "no longer anonymous")",
          !after.anonymous))
    }
    if before.payFirst != after.payFirst {
      changes.append(
        TermsChange(
          place + ["payFirst"], "the buyer \(after.payFirst ? "pays first" : "no longer pays first") at “\(name)”",
          after.payFirst))
    }
    if kind(before) != kind(after) || before.items.sorted() != after.items.sorted() {
      changes.append(TermsChange(place, "something else happens at “\(name)”", true))
    }
    return changes
  }

  private static func kind(_ state: TermsState) -> String {
    switch state.step {
    case .transfer(_, let from): "transfer from \(from.rawValue)"
    case .exchange: "exchange"
    case .choose(let side, _): "choice of \(side.rawValue)"
    case .branch: "branch"
    case .dispute: "dispute"
    case .pause: "pause"
    }
  }

  private static func exposure(
    _ from: TermsView, _ before: TermsExploration, _ to: TermsView, _ after: TermsExploration
  ) -> [TermsChange] {
    let old = ExposureCheck(view: from).table(before)
    let new = ExposureCheck(view: to).table(after)
    func most(_ rows: [TermsReport.Exposure]) -> Int64 { rows.map(\.buyer.minorUnits).max() ?? 0 }
    guard most(old) != most(new) else { return [] }
    return [
      TermsChange(
        ["states"],
        "the buyer may lose up to \(words(Money(minorUnits: most(new), to.currency))) at a time instead of "
          + words(Money(minorUnits: most(old), from.currency)), most(new) > most(old))
    ]
  }

  private static func claims(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    func claims(_ terms: TermsOfBusiness) -> [ClaimKind] {
      ClaimKind.allCases.filter { claim in
        terms.states.contains { entry in
          guard case .dispute(let claims) = entry.state.step else { return false }
          return claims.contains(claim)
        }
      }
    }
    let (old, new) = (claims(from.terms), claims(to.terms))
    return old.filter { !new.contains($0) }.map { claim in
      TermsChange(["states"], "nobody can claim \(claim.rawValue) any more", claim.claimant == .buyer)
    }
      + new.filter { !old.contains($0) }.map { claim in
        TermsChange(["states"], "the \(claim.claimant.rawValue) can claim \(claim.rawValue)", claim.claimant == .seller)
      }
  }

  /// Without a note of dispatch no carrier's word can be shown, and without a receipt not the buyer's own.
  private static func tellings(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    from.terms.forms.compactMap { old in
      guard let told = old.form.tells, let new = to.terms.forms.first(where: { $0.item == old.item }),
        new.form.tells != told
      else { return nil }
      let now = new.form.tells.map { "tells “\($0)” instead of “\(told)”" } ?? "no longer tells “\(told)”"
      return TermsChange(["forms", old.item, "tells"], "“\(old.item)” \(now)", true)
    }
      + to.terms.forms.compactMap { new in
        guard let tells = new.form.tells, let old = from.terms.forms.first(where: { $0.item == new.item }),
          old.form.tells == nil
        else { return nil }
        return TermsChange(["forms", new.item, "tells"], "“\(new.item)” tells “\(tells)” now", false)
      }
  }

  private static func privacy(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    to.terms.personal.enumerated().compactMap { number, datum in
      let place = ["personal", "\(number)"]
      guard let old = from.terms.personal.first(where: { $0.field == datum.field && $0.purpose == datum.purpose })
      else {
        return TermsChange(place, "“\(datum.field)” is asked for (\(datum.purpose.rawValue))", true)
      }
      guard old.keep != datum.keep else { return nil }
      return TermsChange(
        place + ["keep"], "“\(datum.field)” is kept for \(datum.keep) instead of \(old.keep)", datum.keep > old.keep)
    }
  }

  private static func consumer(_ from: TermsView, _ to: TermsView) -> [TermsChange] {
    guard from.terms.consumer != to.terms.consumer else { return [] }
    let hadWithdrawal = if case .state = from.terms.consumer?.withdrawal { true } else { false }
    let hasWithdrawal = if case .state = to.terms.consumer?.withdrawal { true } else { false }
    return [
      TermsChange(
        ["consumer"], "what the terms say to the law of consumers has changed", hadWithdrawal && !hasWithdrawal)
    ]
  }
}
