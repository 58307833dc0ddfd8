public import SemperModel

/// One thing a role answers: a method, a path with parameters, limits, and what it does.
///
/// What the handler throws becomes the reply: a `Refusal` its problem details; `CancellationError` 503, because the
/// time for the request was over or the role is stopping; anything else 500 without internals.
public struct Route: Sendable {
  public typealias Handler = @Sendable (Request, Parameters) async throws -> Reply

  public let method: Request.Method
  /// Such as `/deals/{id}/messages`; a part in braces matches one path segment.
  public let pattern: String
  public let summary: String
  public let limits: RouteLimits
  public let handler: Handler

  public init(
    _ method: Request.Method, _ pattern: String, summary: String, limits: RouteLimits = RouteLimits(),
    handler: @escaping Handler
  ) {
    self.method = method
    self.pattern = pattern
    self.summary = summary
    self.limits = limits
    self.handler = handler
  }
}

/// The values of the parts in braces.
public struct Parameters: Sendable {
  private let values: [String: String]
  public init(_ values: [String: String]) { self.values = values }

  /// The value of a part that the pattern has; refused as not found when the request lacks it.
  public func value(_ name: String) throws(Refusal) -> String {
    guard let value = values[name] else {
      throw Refusal(.notFound, blame: .peer, "the address lacks its part “\(name)”")
    }
    return value
  }
}
