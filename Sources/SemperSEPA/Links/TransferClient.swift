public import SemperBank
public import SemperCommunication
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to a bank that transfers, and to its locks, over any transport. What the bank answers its purse verifies.
public struct TransferClient: TransferLink, ClaimLink {
  private let line: BankLine

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    line = BankLine(transport: transport, address: address, bank: bank)
  }

  public var bank: PublicKey { line.bank }

  public func order(_ order: SignedStatement) async throws -> TransferReport {
    try await line.post(TransferRoutes.orders, order)
  }

  public func inquire(_ inquiry: SignedStatement) async throws -> SignedStatement {
    try await line.post(TransferRoutes.inquiries, inquiry)
  }

  public func claim(_ claim: SignedStatement) async throws -> ClaimReport {
    try await line.post(TransferRoutes.claims, claim)
  }

  /// The banks that this one transfers to, each in its own signed words, for whoever can judge by whom it is certified.
  public func banks() async throws -> [SignedStatement] { try await line.get(TransferRoutes.banks) }

  public func state(_ query: SignedStatement) async throws -> AccountState { try await line.state(query) }

  public func perform(_ order: SignedStatement) async throws -> SignedStatement { try await line.lock(order) }

  public func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await line.outcome(of: terms) }
}
