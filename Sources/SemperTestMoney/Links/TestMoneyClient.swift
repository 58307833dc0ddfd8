public import SemperBank
public import SemperCommunication
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to a bank of testmoney and to its locks, over any transport. What the bank answers its purse verifies.
public struct TestMoneyClient: TestMoneyLink, AccountLockDesk {
  private let line: BankLine

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    line = BankLine(transport: transport, address: address, bank: bank)
  }

  public var bank: PublicKey { line.bank }

  public func state(_ query: SignedStatement) async throws -> AccountState { try await line.state(query) }

  public func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await line.outcome(of: terms) }

  /// Orders of the payment system and of locks go to different places of the bank.
  public func perform(_ order: SignedStatement) async throws -> SignedStatement {
    order.kind == .accountLock ? try await line.lock(order) : try await line.post("/testmoney/orders", order)
  }
}
