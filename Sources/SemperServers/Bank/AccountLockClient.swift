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
  private let line: Correspondent
  let bank: PublicKey

  init(transport: any Transport, address: Address, bank: PublicKey) {
    line = Correspondent(address, over: transport, largest: 256 << 10, patience: Span(seconds: 20))
    self.bank = bank
  }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    try await line.post(order, to: "/accounts/locks")
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    let statuses: [LockStatus] = try await line.get("/locks/\(Base64URL.encode(terms.exchange.bytes))")
    for status in statuses {
      let receipt = try VerifiedStatement<LockReceipt>(verifying: status.receipt, keys: KeySet([bank])).content
      if receipt.terms == terms { return status.outcome }
    }
    throw Refusal(.unknownLock, blame: .provider, "the bank does not know a lock that it has signed for")
  }
}
