extension FairnessLevel {
  /// The cases stand in the order of their strength, the strongest first.
  func isStronger(than other: FairnessLevel) -> Bool {
    guard let mine = Self.allCases.firstIndex(of: self), let theirs = Self.allCases.firstIndex(of: other) else {
      preconditionFailure("every level is among all levels")
    }
    return mine < theirs
  }
}
