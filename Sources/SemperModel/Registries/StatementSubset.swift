/// The kinds of statements that one part of the programs deals with. A switch over them names them all and no others, so
/// that a new kind touches only who deals with it.
public protocol StatementSubset: CaseIterable, Hashable, Sendable {
  /// Which kind it is; another one for each case.
  var kind: StatementKind { get }
}

extension StatementSubset {
  /// `nil` for a kind that this part does not deal with.
  public init?(_ kind: StatementKind) {
    guard let found = Self.allCases.first(where: { $0.kind == kind }) else { return nil }
    self = found
  }
}
