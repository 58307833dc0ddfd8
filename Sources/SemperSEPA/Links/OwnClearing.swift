public import SemperBank
public import SemperCryptography
public import SemperModel

/// The way from a bank to itself: what it sends it also receives.
public struct OwnClearing: InterbankLink {
  private let bank: Bank
  private let code: BankCode
  private let key: SigningKey
  private let time: @Sendable () async -> Timestamp

  /// - Precondition: the bank bears the key's name.
  public init(
    _ bank: Bank, code: BankCode, key: SigningKey, time: @escaping @Sendable () async -> Timestamp
  ) {
    self.bank = bank
    self.code = code
    self.key = key
    self.time = time
  }

  public func transfer(_ transfer: SignedStatement, to destination: BankCode) async throws -> SignedStatement {
    let directory = BankDirectory([code: key.publicKey])
    guard destination == code else { throw TransferRejection.bank.refusal }
    // Whoever receives sends nothing on.
    return try await TransferBank(bank: bank, code: code, key: key, directory: directory, link: self)
      .receive(transfer, now: time())
  }
}
