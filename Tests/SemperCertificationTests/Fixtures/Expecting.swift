import SemperModel

/// The refusal that a body ends with; `nil` where it ends well. What else it throws is thrown on.
func refusal(_ body: () async throws -> Void) async throws -> Refusal? {
  do {
    try await body()
    return nil
  } catch let refusal as Refusal {
    return refusal
  }
}
