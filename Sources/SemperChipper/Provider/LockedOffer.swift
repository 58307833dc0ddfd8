import SemperCoding
import SemperModel
import SemperPayments

/// A purse's offer of a purchase, with the lock that its value is to go under.
struct LockedOffer: Hashable, Sendable, CanonicalValue {
  let offer: PurseOffer
  let lock: LockTerms

  init(offer: PurseOffer, lock: LockTerms) {
    self.offer = offer
    self.lock = lock
  }

  var json: JSON { .fields(["lock": lock.json, "offer": offer.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lock = try fields.value("lock")
    offer = try fields.value("offer")
    try fields.close()
  }
}
