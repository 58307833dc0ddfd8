import SemperCoding
import SemperModel
import SemperPayments

/// What a side of ecash has to know beside task and terms: the mint's key.
struct EcashParticulars: Hashable, Sendable, CanonicalValue {
  let mint: PublicKey

  init(mint: PublicKey) { self.mint = mint }

  init(_ bytes: ByteString) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .us, "the purse's particulars cannot be read: \(error)")
    }
  }

  var json: JSON { .fields(["mint": mint.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    mint = try fields.value("mint")
    try fields.close()
  }
}

/// What an option says of the payee: the account at the mint's bank that gets the money.
struct EcashPayee: Hashable, Sendable, CanonicalValue {
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
