import SemperModel

extension TermsOfBusiness {
  /// The option of this name in a state in which one side chooses; `nil` where there is none.
  public func option(_ name: String, in state: String) -> TermsState.Option? {
    guard case .choose(_, let options)? = self.state(state)?.step else { return nil }
    return options.first { $0.name == name }
  }

  /// What the author has written of each step, in the order in which a deal can come to them; a branch, at which nobody does anything, is left out. Where the
  /// terms do not speak the language, they speak their first.
  public func stepTexts(in language: String) -> [String] {
    let display = displays.spoken(in: language)
    return TermsView(self).graph.reached.compactMap { name in
      guard let step = state(name)?.step else { return nil }
      if case .branch = step { return nil }
      return display?["state.\(name)"]?.text
    }
  }
}
