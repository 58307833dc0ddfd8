public import SemperCryptography
public import SemperModel

/// What one side of a deal gives and takes beside its exchanges: money that goes back, rights, and what an arbiter rules.
public protocol StepMeans: Sendable {
  /// Gives something back of what was paid, by the means by which it was paid, and returns what proves it. Bears repetition: the same
  /// step gives back once.
  ///
  /// - Parameter payment: the deed by which both agreed on the exchange in which it was paid.
  func giveBack(_ amount: Money, of payment: Digest, turn: Int, in record: DealRecord) async throws -> Digest
  /// Why the peer's money is not here; `nil` when it is. Waits for money that is on its way.
  func objection(to money: SentMoney, in record: DealRecord) async throws -> Refusal?
  /// How the arbiter has ruled, finally, on what either side has claimed in the present state. Waits until it has; `nil` when the arbiter
  /// was asked after `until` and had not. What it returns is verified by who asked.
  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement?
  /// Why a right is not one of the type that the terms name, or not the peer's to give; `nil` when it is good.
  func objection(to credential: HandedCredential, type: String, in record: DealRecord) async throws -> Refusal?
}
