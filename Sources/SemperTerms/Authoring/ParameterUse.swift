/// Where the value of a parameter has come to stand in terms, and where their author wrote it: what is wrong with it is to be corrected there.
struct ParameterUse: Hashable, Sendable {
  let parameter: String
  /// Where the value stands in the author's own file: under `set` or `parameters`, or `extends` where the extended service has it.
  let source: [String]
  /// Whether nothing but the value stands there, so that whatever is wrong is wrong with it.
  let isWhole: Bool

  static let inherited = ["extends"]

  /// The same, seen from a file that extends the one in which the value is declared.
  func extended(setting names: [String]) -> ParameterUse {
    let isSet = source == ["parameters", parameter] && names.contains(parameter)
    return ParameterUse(
      parameter: parameter, source: isSet ? ["set", parameter] : Self.inherited, isWhole: isWhole)
  }
}
