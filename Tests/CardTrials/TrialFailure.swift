import SemperModel

/// What a trial found to be otherwise than it must be.
public struct TrialFailure: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Throws a `TrialFailure` unless the condition holds.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  guard condition else { throw TrialFailure(what()) }
}

/// Throws a `TrialFailure` unless the card, module or host says no.
func requireRefusal(_ what: String, _ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch is Refusal {
    return
  }
  throw TrialFailure("\(what) was not refused")
}
