public import SemperModel

/// What a route bears from one request.
public struct RouteLimits: Sendable, Equatable {
  public var body: Int
  /// For the whole request and answer, counted from its arrival; never renewed.
  public var time: Span
  /// Requests a second from one source, sustained; twice as many at once.
  public var perSecond: Int
  /// Whether the handler waits for news (a long poll). Its task is cancelled as soon as the role is stopping, and it
  /// then answers with what it has.
  public var waits: Bool

  public init(
    body: Int = 64 << 10, time: Span = Span(seconds: 15), perSecond: Int = 2_000, waits: Bool = false
  ) {
    self.body = body
    self.time = time
    self.perSecond = perSecond
    self.waits = waits
  }
}
