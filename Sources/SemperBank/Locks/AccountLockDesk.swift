public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to a bank that locks money of accounts.
public protocol AccountLockDesk: Sendable {
  /// The bank's key.
  var bank: PublicKey { get }
  /// The bank's signed word. A thrown `Refusal` is final; anything else means that the same order has to be brought again.
  func perform(_ order: SignedStatement) async throws -> SignedStatement
  /// How a lock ended; `nil` while it stands.
  func outcome(of terms: LockTerms) async throws -> SignedStatement?
}
