public import SemperBank
public import SemperCryptography
import SemperModel

/// The way from an account holder to its bank. Whatever is thrown means that nobody knows what was done.
public protocol TransferLink: Sendable {
  /// The bank's answer to a signed pain.001.
  func order(_ order: SignedStatement) async throws -> TransferReport
  /// The bank's signed camt.054, or pain.002 with a rejection, to a signed inquiry.
  func inquire(_ inquiry: SignedStatement) async throws -> SignedStatement
  /// The state of an account, for its holder's signed question.
  func state(_ query: SignedStatement) async throws -> AccountState
}
