public import SemperModel

/// How long to wait before an action that failed is tried again: doubling from `first` up to `longest`, without end,
/// because an outstanding action stays owed until the machine says otherwise.
public struct RetryPolicy: Sendable, Equatable {
  public var first: Span
  public var longest: Span

  public init(first: Span = Span(seconds: 1), longest: Span = Span(seconds: 30)) {
    self.first = first
    self.longest = longest
  }

  func delay(afterFailures failures: Int) -> Span {
    let doubled = first.seconds << min(max(failures - 1, 0), 20)
    return Span(seconds: min(doubled, longest.seconds))
  }
}
