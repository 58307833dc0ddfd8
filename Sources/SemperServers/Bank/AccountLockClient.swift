import SemperBank
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

/// The way to a bank that locks money of accounts. What it answers its purse verifies.
struct AccountLockClient: AccountLockDesk {
  private static let largest = 256 << 10
  private static let patience = Span(seconds: 20)

  let transport: any Transport
  let address: Address
  let bank: PublicKey

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await transport.send(
      Request(.post, "/accounts/locks", contentType: "application/json", body: order.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    let statuses: [LockStatus] = try await transport.send(
      Request(.get, "/locks/\(Base64URL.encode(terms.exchange.bytes))"), to: address, largest: Self.largest,
      within: Self.patience
    ).value(largest: Self.largest)
    for status in statuses {
      let receipt = try VerifiedStatement<LockReceipt>(verifying: status.receipt, keys: KeySet([bank])).content
      if receipt.terms == terms { return status.outcome }
    }
    throw Refusal(.unknownLock, blame: .provider, "the bank does not know a lock that it has signed for")
  }
}
