import SemperArchive
public import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

/// The bank's side of testmoney, on the double-entry ledger: every order is decided in one transaction and answered with a signed
/// receipt or refusal, the same one however often it comes.
///
/// A thrown `Refusal` means that the order was not understood as one that could be decided on; anything else that the outcome is
/// unknown.
public struct TestMoneyBank: Sendable {
  public let bank: Bank
  /// Money of accounts under lock for exchanges.
  public let locks: AccountLocks
  private let key: SigningKey

  /// - Precondition: the bank bears the key's name.
  public init(bank: Bank, key: SigningKey) {
    precondition(bank.name == key.thumbprint)
    self.bank = bank
    self.key = key
    locks = AccountLocks(bank: bank, key: key)
  }

  public var publicKey: PublicKey { key.publicKey }

  /// Decides on an order and answers it with a signed `account-receipt` or `account-refusal`.
  public func perform(_ signed: SignedStatement, now: Timestamp) async throws -> SignedStatement {
    let order = try VerifiedStatement<AccountOrder>(verifying: signed, keys: KeySet())
    guard order.content.bank == bank.name else {
      throw Refusal(.wrongSigner, blame: .peer, "the order is meant for another bank")
    }
    let mandate = try order.content.action.mandate.map {
      try VerifiedStatement<AccountOrder>(verifying: $0, keys: KeySet())
    }
    let decision = TestMoneyDecision(order: order, mandate: mandate, bank: bank, now: now)
    let answer = try await bank.records.transact { try decision.run($0) }
    switch answer {
    case .receipt(let receipt): return try SignedStatement(receipt, signedBy: [key])
    case .refusal(let refusal): return try SignedStatement(refusal, signedBy: [key])
    }
  }
}
