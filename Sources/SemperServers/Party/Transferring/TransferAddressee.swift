import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel

/// One whom a sender wants to have the package: where it is reached, and what it has answered so far, or why it is left out.
/// Durable before anything depends on it, so that a restart neither adds anybody nor leaves anybody out.
struct TransferAddressee: Hashable, CanonicalValue {
  let address: Address
  /// Its key in this transfer, once it has said it.
  var key: Thumbprint?
  /// Its answer to the offer.
  var reply: TransferOffer.Reply?
  /// Why it gets no letter.
  var refusal: Refusal?

  init(at address: Address) { self.address = address }

  var json: JSON {
    .fields(["address": address.json, "key": key?.json, "refusal": refusal?.json, "reply": reply?.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    key = try fields.optional("key")
    refusal = try fields.optional("refusal")
    reply = try fields.optional("reply")
    try fields.close()
  }
}
