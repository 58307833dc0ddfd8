import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPayments

/// What a side has to know beside task and terms.
struct SETParticulars: Hashable, Sendable, CanonicalValue {
  /// Signs the gateway's answers.
  let gateway: PublicKey

  init(gateway: PublicKey) { self.gateway = gateway }

  init(_ bytes: ByteString) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes.bytes)
    } catch {
      throw Refusal(.malformed, blame: .us, "the purse's particulars cannot be read: \(error)")
    }
  }

  var json: JSON { .fields(["gateway": gateway.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    gateway = try fields.value("gateway")
    try fields.close()
  }
}

/// What an option says of the payee: the name in the merchant's certificate, and where it takes purchases under locks.
struct SETPayee: Hashable, Sendable, CanonicalValue {
  let merchant: MerchantID
  let address: Address?

  init(merchant: MerchantID, address: Address? = nil) {
    self.merchant = merchant
    self.address = address
  }

  init(_ option: PaymentOption) throws(Refusal) {
    do {
      try self.init(canonicalBytes: option.particulars.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the option does not name a merchant: \(error)")
    }
  }

  var json: JSON { .fields(["address": address?.json, "merchant": merchant.text.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.optional("address")
    merchant = try MerchantID(fields.value("merchant", as: String.self))
    try fields.close()
  }
}

extension AgreedOrder {
  /// The order that an agreed payment is: its text is the agreement's digest, and its number follows from that, so that the
  /// gateway's answers, which bear the number, name the agreement.
  init(_ terms: PaymentTerms) throws(Refusal) {
    do {
      self.init(
        text: terms.agreement.bytes, amount: terms.amount, payee: try SETPayee(terms.option).merchant,
        number: try Self.number(of: terms), language: try Language("en"))
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.malformed, blame: .us, "the order cannot be written: \(error)")
    }
  }

  static func number(of terms: PaymentTerms) throws(CodingError) -> LocalID {
    try LocalID(bytes: Array(SemperModel.Digest(plain: terms.agreement.bytes).bytes.prefix(20)))
  }
}
