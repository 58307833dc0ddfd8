public import SemperBank
public import SemperCryptography
import SemperModel

/// The way to a bank that locks money of accounts and transfers what is claimed.
public protocol ClaimLink: AccountLockDesk {
  /// The bank's answer to a signed `transfer-claim`. A thrown `Refusal` is final, but for those that the payee can change; anything
  /// else means that the same claim has to be brought again.
  func claim(_ claim: SignedStatement) async throws -> ClaimReport
}
