import SemperCoding
import SemperCryptography
import SemperModel

/// A load or unload for which the host has said “go”.
struct HostOrder: Hashable, Sendable, CanonicalValue {
  enum Outcome: String, Sendable, CanonicalValue {
    /// The purse has not told yet.
    case open
    case done
    /// The purse did nothing and never will.
    case undone
  }

  let offer: PurseOffer
  let operation: ID<Operation>
  let time: Timestamp
  var outcome = Outcome.open

  static func key(_ purse: CardNumber, _ number: UInt16) -> [UInt8] { purse.bytes + number.field }

  /// The name of the order, or of its reversal, in the ledger.
  static func operation(_ offer: PurseOffer, _ verb: String) -> ID<Operation> {
    let content = Array(verb.utf8) + [0] + key(offer.terms.purse, offer.terms.number) + offer.seal.bytes
    do {
      return try ID(bytes: Array(Digest(of: content, for: .paymentReference).bytes.prefix(ID<Operation>.size)))
    } catch {
      preconditionFailure("a digest has more bytes than an id")
    }
  }

  init(offer: PurseOffer, time: Timestamp) {
    self.offer = offer
    operation = Self.operation(offer, "order")
    self.time = time
  }

  var json: JSON {
    .fields([
      "offer": offer.json, "operation": operation.json, "outcome": outcome.json, "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    offer = try fields.value("offer")
    operation = try fields.value("operation")
    outcome = try fields.value("outcome")
    time = try fields.value("time")
    try fields.close()
  }
}
