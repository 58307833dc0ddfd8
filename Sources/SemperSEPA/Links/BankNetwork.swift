public import SemperBank
public import SemperCryptography

/// The ways from a bank to all that it knows, itself among them.
public struct BankNetwork: InterbankLink {
  private let own: OwnClearing
  private let others: [BankCode: InterbankClient]

  public init(_ own: OwnClearing, others: [BankCode: InterbankClient]) {
    self.own = own
    self.others = others
  }

  public func transfer(_ transfer: SignedStatement, to bank: BankCode) async throws -> SignedStatement {
    guard let other = others[bank] else { return try await own.transfer(transfer, to: bank) }
    return try await other.transfer(transfer, to: bank)
  }
}
