/// T6: nobody pays before the seller is bound by a contract that it has signed, or by what it gives in the same fair exchange.
struct CommitmentCheck {
  let view: TermsView

  func findings(_ exploration: TermsExploration) -> [Finding] {
    view.terms.states.compactMap { entry in
      let paid = entry.state.items(from: .buyer).filter { view.terms.form(of: $0)?.isMoney ?? false }
      guard !paid.isEmpty, !isSimultaneous(entry.state) else { return nil }
      let isUnbound = exploration.plays(in: entry.name).contains { !isBound($0.play, exploration.rules) }
      guard isUnbound else { return nil }
      return Finding(
        .commitment, entry.state.payFirst ? .warning : .error, at: ["states", entry.name],
        "the buyer pays “\(paid[0])” here although the seller may have signed nothing that binds it.",
        fix: entry.state.payFirst
          ? "Have an evaluator judge whether this is fair to the buyer, or let the seller sign a contract before."
          : "Let the seller sign a contract before, or exchange fairly (fair: strong) for what is performed; or write payFirst: true."
      )
    }
  }

  /// What the seller performs, or its signature under the contract, comes with the money or not at all.
  private func isSimultaneous(_ state: TermsState) -> Bool {
    guard case .exchange(_, .strong, _) = state.step else { return false }
    return state.items(from: .seller).compactMap { view.terms.form(of: $0) }.contains {
      $0.isPerformance || $0 == .contract
    }
  }

  private func isBound(_ play: Play, _ rules: TermsRules) -> Bool {
    view.terms.items.contains { $0.form == .contract && rules.given($0.name, by: .seller, in: play) > 0 }
  }
}
