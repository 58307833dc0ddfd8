public import SemperModel

/// How long an arbiter waits in a dispute.
public struct DisputeTimes: Hashable, Sendable {
  /// For the other side's answer.
  public var hearing: Span
  /// For an appeal.
  public var appeal: Span

  public init(hearing: Span = Span(seconds: 7 * 86_400), appeal: Span = Span(seconds: 14 * 86_400)) {
    self.hearing = hearing
    self.appeal = appeal
  }
}
