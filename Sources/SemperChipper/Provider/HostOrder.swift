import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// A load, unload, or payment under a lock for which the host has said “go”.
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
  /// For a purchase: the lock that its value goes under.
  let lock: LockTerms?
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

  init(offer: PurseOffer, lock: LockTerms? = nil, time: Timestamp) {
    self.offer = offer
    operation = Self.operation(offer, "order")
    self.time = time
    self.lock = lock
  }

  /// What a purse pays for when its value goes under a lock.
  static func reference(_ terms: LockTerms) -> Digest { Digest(of: terms.canonicalBytes, for: .paymentReference) }

  var json: JSON {
    .fields([
      "lock": lock?.json, "offer": offer.json, "operation": operation.json, "outcome": outcome.json, "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lock = try fields.optional("lock")
    offer = try fields.value("offer")
    operation = try fields.value("operation")
    outcome = try fields.value("outcome")
    time = try fields.value("time")
    try fields.close()
  }
}
