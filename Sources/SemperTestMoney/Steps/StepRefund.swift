import SemperBank
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel
import SemperPayments

/// Money that a seller gives back in a step of a deal: from its account to one that is named by the buyer's key in the deal, which is nobody's
/// name. The buyer takes it from there to wherever it likes.
///
/// The same step gives back once: its operation is derived from deal and turn, and its order is the same whenever it is made.
public struct StepRefund: Sendable {
  private let link: any TestMoneyLink
  private let bank: PublicKey

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    self.init(TestMoneyClient(transport: transport, address: address, bank: bank), bank: bank)
  }

  public init(_ link: any TestMoneyLink, bank: PublicKey) {
    self.link = link
    self.bank = bank
  }

  /// Moves the money, and returns the digest of the bank's receipt.
  ///
  /// - Parameter issued: when the step began, so that a repeated order is the same.
  public func give(
    _ amount: Money, to buyer: Thumbprint, in deal: ID<Deal>, turn: Int, from account: SigningKey, issued: Timestamp
  ) async throws -> Digest {
    try await move(amount, to: buyer, .give, deal, turn, from: account, issued)
  }

  /// Whether this very amount is on the account of the buyer's key in the deal.
  public func hasArrived(
    _ amount: Money, in deal: ID<Deal>, turn: Int, for buyer: SigningKey, now: Timestamp
  ) async throws -> Bool {
    let query = try SignedStatement(
      AccountQuery(key: buyer.publicKey, bank: bank.thumbprint, issued: now), signedBy: [buyer])
    let operation = Self.operation(.give, deal, turn)
    do {
      return try await link.state(query).movements.contains {
        $0.operation == operation && $0.units == amount.minorUnits
      }
    } catch let refusal as Refusal where refusal.code == .unknownAccount {
      return false
    }
  }

  /// Takes what has arrived to the buyer's own account.
  public func collect(
    _ amount: Money, in deal: ID<Deal>, turn: Int, from buyer: SigningKey, to account: Thumbprint, issued: Timestamp
  ) async throws {
    _ = try await move(amount, to: account, .collect, deal, turn, from: buyer, issued)
  }

  private enum Use: String { case give, collect }

  private func move(
    _ amount: Money, to payee: Thumbprint, _ use: Use, _ deal: ID<Deal>, _ turn: Int, from account: SigningKey,
    _ issued: Timestamp
  ) async throws -> Digest {
    let operation = Self.operation(use, deal, turn)
    let reference = PaymentReference(digest: Self.place(use, deal, turn))
    let order = AccountOrder(
      bank: bank.thumbprint, account: account.publicKey, operation: operation,
      action: .transfer(to: payee, amount: amount, reference: reference), issued: issued)
    let signed = try SignedStatement(order, signedBy: [account])
    let check = TestMoneyAnswerCheck(bank: bank)
    switch try check.word(try await link.perform(signed).canonicalBytes) {
    case .receipt(let receipt, let word):
      guard receipt.order == signed.digest else {
        throw Refusal(.proofInvalid, blame: .provider, "the bank's receipt is of another order")
      }
      try check.require(receipt, pays: amount, to: payee, for: reference)
      return word.digest
    case .refusal(let refusal, _): throw refusal.refusal
    }
  }

  private static func operation(_ use: Use, _ deal: ID<Deal>, _ turn: Int) -> ID<Operation> {
    let bytes = Array(place(use, deal, turn).bytes.prefix(16))
    do { return try ID(bytes: bytes) } catch { preconditionFailure("an id has 16 bytes") }
  }

  private static func place(_ use: Use, _ deal: ID<Deal>, _ turn: Int) -> Digest {
    let place: JSON = .fields(["deal": deal.json, "refund": use.rawValue.json, "turn": turn.json])
    return Digest(of: place.canonicalBytes, for: .context)
  }
}
