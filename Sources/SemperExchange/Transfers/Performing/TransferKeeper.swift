public import SemperModel

/// What a recipient does with packages. Every call bears repetition, with the same answer for the same transfer.
public protocol TransferKeeper: Sendable {
  /// Whether the package is wanted: `nil`, or why not. Asks the user or a policy.
  func judge(_ arrived: ArrivedTransfer) async throws -> Refusal?
  /// Returns when the package is durably where it belongs.
  func keep(_ arrived: ArrivedTransfer) async throws
}
