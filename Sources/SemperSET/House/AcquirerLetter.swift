public import SemperCoding
import SemperCryptography

/// What an acquirer tells a merchant that it has an agreement with: its name in certificates, and what it registers with.
public struct AcquirerLetter: Hashable, Sendable, CanonicalValue {
  public let merchant: MerchantID
  let acquirer: BIN
  let account: String

  init(merchant: MerchantID, acquirer: BIN, account: String) {
    self.merchant = merchant
    self.acquirer = acquirer
    self.account = account
  }

  public var json: JSON {
    .fields(["account": account.json, "acquirer": acquirer.digits.json, "merchant": merchant.text.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    acquirer = try BIN(fields.value("acquirer", as: String.self))
    merchant = try MerchantID(fields.value("merchant", as: String.self))
    try fields.close()
  }
}
