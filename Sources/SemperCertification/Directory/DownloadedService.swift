public import SemperCryptography
public import SemperModel

/// All that a directory has about a service: its package, and what evaluators say. It came from the directory whole and unchanged;
/// what it is worth, a `PackagePolicy` and an `EvaluationVerifier` say.
public struct DownloadedService: Sendable {
  public let package: UnverifiedPackage
  public let evaluations: [SignedStatement]
  public let statuses: [SignedStatement]
  /// Evaluators whose part of the directory could not be read, and why; the others are not held up by it.
  public let unread: [String: Refusal]
}
