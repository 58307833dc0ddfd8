import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// What cardholder and merchant have agreed on before SET begins: the part that SET leaves to others, and a deal's contract
/// plays here.
public struct AgreedOrder: Sendable, Hashable {
  /// The order's text as both have it; in a deal, the digest of the contract. The gateway never sees it.
  public let text: [UInt8]
  public let amount: Money
  public let payee: MerchantID
  /// The merchant's name for the order; in a deal, the offer's id.
  public let number: LocalID
  public let language: Language
  /// Under which terms alone the money may be captured; without, at the merchant's word.
  public let lock: LockTerms?

  /// - Precondition: a lock is for exactly the amount.
  public init(
    text: [UInt8], amount: Money, payee: MerchantID, number: LocalID, language: Language, lock: LockTerms? = nil
  ) {
    precondition(lock == nil || lock?.amount == amount)
    self.text = text
    self.amount = amount
    self.payee = payee
    self.number = number
    self.language = language
    self.lock = lock
  }

  /// DD(HODInput).
  func digest(_ salt: Salt) -> CMSDigestedData {
    HODInput(order: ByteString(text), amount: CurrencyAmount(amount), salt: salt).digest
  }

  /// What profile 2 adds to order and instructions: the gateway's certificate, and the lock.
  func extensions(_ gateway: Thumb) -> MessageExtensions? {
    var values: [MessageExtensions.Kind: [UInt8]] = [.gatewayThumb: gateway.derBytes]
    values[.lockTerms] = lock?.canonicalBytes
    return MessageExtensions(values)
  }
}
