public import SemperModel

/// How long to wait before an action that failed is tried again: doubling from `first` up to `longest`, without end,
/// because an outstanding action stays owed until the machine says otherwise.
public struct RetryPolicy: Sendable, Equatable {
  public var first: Span
  public var longest: Span

  /// A `first` of no seconds is taken as one second, so that a failing action cannot keep a processor busy.
  public init(first: Span = Span(seconds: 1), longest: Span = Span(seconds: 30)) {
    self.first = first
    self.longest = longest
  }

  /// The pause after so many failures in a row, the first being number 1.
  public func delay(afterFailures failures: Int) -> Span {
    let doublings = min(max(failures - 1, 0), 62)
    let (seconds, overflow) = max(first.seconds, 1).multipliedReportingOverflow(by: Int64(1) << Int64(doublings))
    return Span(seconds: overflow ? longest.seconds : min(seconds, max(longest.seconds, 1)))
  }
}
