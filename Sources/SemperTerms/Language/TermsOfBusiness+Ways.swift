extension TermsOfBusiness {
  /// The option of this name in a state in which one side chooses; `nil` where there is none.
  public func option(_ name: String, in state: String) -> TermsState.Option? {
    guard case .choose(_, let options)? = self.state(state)?.step else { return nil }
    return options.first { $0.name == name }
  }
}
