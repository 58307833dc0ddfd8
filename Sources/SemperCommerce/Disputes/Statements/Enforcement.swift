public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The bank's word on a final ruling: what it has moved from the seller's account so far. What is missing, the seller owes, and its
/// next takings pay.
public struct Enforcement: StatementContent {
  public static let kind = StatementKind.enforcement
  public static let largestPayload = 8 << 10

  public let bank: Thumbprint
  public let ruling: Digest
  public let deal: ID<Deal>
  public let seller: Thumbprint
  public let account: Thumbprint
  public let amount: Money
  public let paid: Money
  public let issued: Timestamp

  public var owed: Money { Money(minorUnits: amount.minorUnits - paid.minorUnits, amount.currency) }

  public init(
    bank: Thumbprint, ruling: Digest, deal: ID<Deal>, seller: Thumbprint, account: Thumbprint, amount: Money,
    paid: Money, issued: Timestamp
  ) {
    self.bank = bank
    self.ruling = ruling
    self.deal = deal
    self.seller = seller
    self.account = account
    self.amount = amount
    self.paid = paid
    self.issued = issued
  }

  public var signers: [Thumbprint] { [bank] }
  public var json: JSON {
    .fields([
      "account": account.json, "amount": amount.json, "bank": bank.json, "deal": deal.json, "iat": issued.json,
      "paid": paid.json, "prev": [ruling].json, "seller": seller.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    amount = try fields.value("amount")
    bank = try fields.value("bank")
    deal = try fields.value("deal")
    issued = try fields.value("iat")
    paid = try fields.value("paid")
    ruling = try fields.only("prev")
    seller = try fields.value("seller")
    try fields.close()
    guard paid.currency == amount.currency, (0...amount.minorUnits).contains(paid.minorUnits) else {
      throw CodingError(.outOfRange, "no more is moved than the ruling says").inside("paid")
    }
  }
}
