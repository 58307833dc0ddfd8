import SemperCoding
import SemperModel
import SemperPayments

/// What a side of testmoney has to know beside task and terms.
struct TestMoneyParticulars: Hashable, Sendable, CanonicalValue {
  let bank: PublicKey
  let account: PublicKey

  init(bank: PublicKey, account: PublicKey) {
    self.bank = bank
    self.account = account
  }

  init(_ bytes: ByteString) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .us, "the purse's particulars cannot be read: \(error)")
    }
  }

  var json: JSON { .fields(["account": account.json, "bank": bank.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    bank = try fields.value("bank")
    try fields.close()
  }
}

/// What an option says of the payee: the account that gets the money.
struct TestMoneyPayee: Hashable, Sendable, CanonicalValue {
  let account: Thumbprint

  init(account: Thumbprint) { self.account = account }

  init(_ option: PaymentOption) throws(Refusal) {
    do {
      try self.init(canonicalBytes: option.particulars.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the option does not name an account: \(error)")
    }
  }

  var json: JSON { .fields(["account": account.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    try fields.close()
  }
}
