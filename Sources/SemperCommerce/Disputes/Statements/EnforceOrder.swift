public import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

/// Who won a dispute asks the seller's bank to carry out the final ruling, whatever the seller does. It shows all that the bank needs:
/// the seller's own signature under the offer that names the bank and the arbiter, and under the contract, and the ruling.
public struct EnforceOrder: StatementContent {
  public static let kind = StatementKind.enforce
  public static let largestPayload = 640 << 10

  public let bank: Thumbprint
  /// Its key in the deal.
  public let claimant: PublicKey
  public let offer: SignedStatement
  public let order: SignedStatement
  public let contract: SignedStatement
  public let ruling: SignedStatement
  /// The account that gets the money. The one of the key in the deal is opened where there is none: it is nobody's name.
  public let account: Thumbprint
  public let issued: Timestamp

  public init(
    bank: Thumbprint, claimant: PublicKey, offer: SignedStatement, order: SignedStatement, contract: SignedStatement,
    ruling: SignedStatement, account: Thumbprint, issued: Timestamp
  ) {
    self.bank = bank
    self.claimant = claimant
    self.offer = offer
    self.order = order
    self.contract = contract
    self.ruling = ruling
    self.account = account
    self.issued = issued
  }

  public var signers: [Thumbprint] { [claimant.thumbprint] }
  public var introducedKeys: [PublicKey] { [claimant] }
  public var json: JSON {
    .fields([
      "account": account.json, "aud": bank.json, "claimant": claimant.json, "contract": contract.json,
      "iat": issued.json, "offer": offer.json, "order": order.json, "ruling": ruling.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    bank = try fields.value("aud")
    claimant = try fields.value("claimant")
    contract = try fields.value("contract")
    issued = try fields.value("iat")
    offer = try fields.value("offer")
    order = try fields.value("order")
    ruling = try fields.value("ruling")
    try fields.close()
  }

  /// What the bank has to move.
  public struct Title: Hashable, Sendable {
    public let claim: Digest
    public let ruling: Digest
    public let deal: ID<Deal>
    public let seller: Thumbprint
    public let amount: Money
    /// The most that rulings on this deal may move together: what the seller has agreed to be paid in it.
    public let most: Money
  }

  /// Refuses what is not a final ruling for this claimant, by the arbiter and at the bank that the seller has named, on the deal that
  /// it has signed.
  public func title(at bank: PublicKey) throws(Refusal) -> Title {
    let keys = KeySet([claimant])
    let offer = try VerifiedStatement<Offer>(verifying: offer, keys: keys)
    let named = KeySet([claimant, offer.content.seller, offer.content.arbiter.key])
    let order = try VerifiedStatement<Order>(verifying: order, keys: named)
    let contract = try VerifiedStatement<Contract>(verifying: contract, keys: named)
    let ruling = try VerifiedStatement<Ruling>(verifying: ruling, keys: named)
    guard self.bank == bank.thumbprint, offer.content.bank.key == bank else {
      throw Refusal(.outsideTerms, blame: .peer, "the seller's offer names another bank")
    }
    guard order.content.offer == offer.digest, contract.content.order == order.digest,
      contract.content.seller == offer.content.seller.thumbprint,
      contract.content.buyer == claimant.thumbprint, order.content.buyer.key == claimant
    else { throw Refusal(.proofInvalid, blame: .peer, "offer, order and contract are not of one deal of this buyer") }
    let word = ruling.content
    guard word.arbiter == offer.content.arbiter.key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "the ruling is not by the arbiter that the seller's offer names")
    }
    guard word.isFinal, word.deal == contract.content.deal, let amount = word.remedy.amount(for: .buyer) else {
      throw Refusal(
        .outsideTerms, blame: .peer, "only a final ruling that gives money to the buyer of this deal is carried out")
    }
    guard amount.currency == offer.content.price.currency, amount.minorUnits <= offer.content.price.minorUnits else {
      throw Refusal(.amountMismatch, blame: .peer, "the ruling gives more than the seller was to be paid")
    }
    return Title(
      claim: word.claim, ruling: ruling.digest, deal: word.deal, seller: offer.content.seller.thumbprint,
      amount: amount, most: offer.content.price)
  }
}
