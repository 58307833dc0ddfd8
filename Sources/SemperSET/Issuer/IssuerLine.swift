public import SemperModel

/// The gateway's way to the issuer of cards of another bank.
///
/// A question is durable under its id before it is sent, and its answer before it is told; the same id gets the same answer, also
/// after a restart, and never moves money twice.
public protocol IssuerLine: Sendable {
  /// Whether the issuer has done what it was asked; `false` means that it has moved no money.
  ///
  /// Throws (`unavailable`) where nobody knows yet: the same question is asked again later.
  func ask(_ question: IssuerQuestion, as id: ID<Operation>) async throws -> Bool
}
