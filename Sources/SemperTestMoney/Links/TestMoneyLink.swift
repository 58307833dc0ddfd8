public import SemperBank
public import SemperCryptography
import SemperModel

/// The way to the bank of testmoney.
public protocol TestMoneyLink: Sendable {
  /// The bank's signed answer to an order. Throws when there is none: nobody knows then whether it was carried out.
  func perform(_ order: SignedStatement) async throws -> SignedStatement
  /// The state of an account, for its holder's signed question.
  func state(_ query: SignedStatement) async throws -> AccountState
}
