public import SemperBank
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// The way from a bank to one other over any transport. What that answers is believed by its signature only.
public struct InterbankClient: InterbankLink {
  private let line: BankLine

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    line = BankLine(transport: transport, address: address, bank: bank)
  }

  /// Whatever the other bank refuses without a signed word decides nothing: the same transfer is brought again.
  public func transfer(_ transfer: SignedStatement, to bank: BankCode) async throws -> SignedStatement {
    do {
      return try await line.post(TransferRoutes.interbank, transfer)
    } catch let refusal as Refusal {
      throw TransportError(.interrupted, "the bank \(bank) has not decided: \(refusal.detail)")
    }
  }
}
