public import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms

/// Who won a dispute asks the seller's bank to carry out the final ruling, whatever the seller does. It shows all that the bank needs:
/// the seller's own signature under the offer that names the bank and the arbiter, and under what it has agreed to be paid, and the ruling.
public struct EnforceOrder: StatementContent {
  public static let kind = StatementKind.enforce
  public static let largestPayload = 640 << 10
  public static let mostAgreements = 64

  public let bank: Thumbprint
  /// Its key in the deal.
  public let claimant: PublicKey
  public let offer: SignedStatement
  public let order: SignedStatement
  /// The contract of a purchase, or the deeds by which both sides of a deal of many steps have agreed on its exchanges.
  public let agreements: [SignedStatement]
  public let ruling: SignedStatement
  /// The account that gets the money. The one of the key in the deal is opened where there is none: it is nobody's name.
  public let account: Thumbprint
  public let issued: Timestamp

  public init(
    bank: Thumbprint, claimant: PublicKey, offer: SignedStatement, order: SignedStatement,
    agreements: [SignedStatement], ruling: SignedStatement, account: Thumbprint, issued: Timestamp
  ) {
    self.bank = bank
    self.claimant = claimant
    self.offer = offer
    self.order = order
    self.agreements = agreements
    self.ruling = ruling
    self.account = account
    self.issued = issued
  }

  public var signers: [Thumbprint] { [claimant.thumbprint] }
  public var introducedKeys: [PublicKey] { [claimant] }
  public var json: JSON {
    .fields([
      "account": account.json, "aud": bank.json, "agreements": agreements.json, "claimant": claimant.json,
      "iat": issued.json, "offer": offer.json, "order": order.json, "ruling": ruling.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    agreements = try fields.value("agreements")
    bank = try fields.value("aud")
    claimant = try fields.value("claimant")
    issued = try fields.value("iat")
    offer = try fields.value("offer")
    order = try fields.value("order")
    ruling = try fields.value("ruling")
    try fields.close()
    guard (1...Self.mostAgreements).contains(agreements.count), Set(agreements).count == agreements.count else {
      throw CodingError(.tooMany, "1 to \(Self.mostAgreements) different agreements are shown").inside("agreements")
    }
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
    let ruling = try VerifiedStatement<Ruling>(verifying: ruling, keys: named)
    guard self.bank == bank.thumbprint, offer.content.bank.key == bank else {
      throw Refusal(.outsideTerms, blame: .peer, "the seller's offer names another bank")
    }
    guard order.content.offer == offer.digest, order.content.buyer.key == claimant,
      order.content.service == offer.content.service
    else { throw Refusal(.proofInvalid, blame: .peer, "offer and order are not of one deal of this buyer") }
    let most = try agreed(offer.content, order, keys: named)
    let word = ruling.content
    guard word.arbiter == offer.content.arbiter.key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "the ruling is not by the arbiter that the seller's offer names")
    }
    guard word.isFinal, word.deal == order.content.deal, let amount = word.remedy.amount(for: .buyer) else {
      throw Refusal(
        .outsideTerms, blame: .peer, "only a final ruling that gives money to the buyer of this deal is carried out")
    }
    guard amount.currency == most.currency, amount.minorUnits <= most.minorUnits else {
      throw Refusal(.amountMismatch, blame: .peer, "the ruling gives more than the seller was to be paid")
    }
    return Title(
      claim: word.claim, ruling: ruling.digest, deal: word.deal, seller: offer.content.seller.thumbprint,
      amount: amount, most: most)
  }

  /// What the seller has agreed to be paid in the deal, by all that is shown.
  private func agreed(
    _ offer: Offer, _ order: VerifiedStatement<Order>, keys: KeySet
  ) throws(Refusal) -> Money {
    if agreements.count == 1, agreements[0].kind == .contract {
      let contract = try VerifiedStatement<Contract>(verifying: agreements[0], keys: keys).content
      guard contract.order == order.digest, contract.deal == order.content.deal,
        contract.seller == offer.seller.thumbprint, contract.buyer == claimant.thumbprint
      else { throw Refusal(.proofInvalid, blame: .peer, "the contract is not of this deal") }
      return offer.price
    }
    var sum: Int64 = 0
    for signed in agreements {
      let (next, overflow) = sum.addingReportingOverflow(try price(of: signed, offer, order.content, keys))
      guard !overflow else { throw Refusal(.amountMismatch, blame: .peer, "the exchanges come to too much money") }
      sum = next
    }
    return Money(minorUnits: sum, offer.price.currency)
  }

  /// What the buyer was to pay to the seller in one exchange, as both have signed.
  private func price(
    of signed: SignedStatement, _ offer: Offer, _ order: Order, _ keys: KeySet
  ) throws(Refusal) -> Int64 {
    let deed = try VerifiedStatement<Deed>(verifying: signed, keys: keys).content
    guard Set(deed.signers) == [offer.seller.thumbprint, claimant.thumbprint], deed.act.deal == order.deal,
      deed.act.service == offer.service, case .agreement(let agreed)? = deed.exchange
    else {
      throw Refusal(.proofInvalid, blame: .peer, "a deed is not an agreement of both on an exchange of this deal")
    }
    let locks = agreed.items.compactMap { item -> Money? in
      guard case .lock(let amount, offer.seller.thumbprint, bank) = item.description else { return nil }
      return amount
    }
    guard locks.count <= 1, locks.allSatisfy({ $0.currency == offer.price.currency }) else {
      throw Refusal(.amountMismatch, blame: .peer, "one exchange is paid once, in the currency of the offer")
    }
    return locks.first?.minorUnits ?? 0
  }
}
