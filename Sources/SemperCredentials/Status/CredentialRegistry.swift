public import SemperCryptography
public import SemperModel

/// A registry that keeps the status of credentials and obeys an arbiter (item class Su).
///
/// Every call is idempotent by its terms and returns the registry's signed answer or throws a `Refusal` that is final. Any
/// other thrown error means that the outcome is unknown: the same call has to be made again.
public protocol CredentialRegistry: Sendable {
  /// The key that signs the registry's answers.
  var registry: Thumbprint { get }
  /// Enters a credential; the receipt names these terms.
  func enter(_ terms: StatusTerms) async throws -> VerifiedStatement<StatusReceipt>
  /// Turns a credential invalid with the arbiter's failure decision. An abort is refused.
  func invalidate(_ terms: StatusTerms, with decision: SignedStatement) async throws -> VerifiedStatement<StatusOutcome>
  /// Whether the credential is invalid now; `nil` for one that was never entered.
  func isInvalid(_ terms: StatusTerms) async throws -> Bool?
}
