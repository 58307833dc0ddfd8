/// What a conformance suite or a law found wrong, in words for whoever has to mend it.
public struct ConformanceFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}

/// Throws a `ConformanceFailure` unless the condition holds.
package func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(ConformanceFailure) {
  guard condition else { throw ConformanceFailure(message()) }
}

/// Throws unless the two are equal.
package func requireEqual<Value: Equatable>(
  _ found: Value, _ expected: Value, _ what: String
) throws(ConformanceFailure) {
  guard found == expected else { throw ConformanceFailure("\(what): found \(found), expected \(expected)") }
}

/// Runs what must fail and returns its error.
package func requireFailure<Value>(
  _ what: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
) async throws(ConformanceFailure) -> any Error {
  do {
    _ = try await body()
  } catch {
    return error
  }
  throw ConformanceFailure("\(what) was accepted")
}
