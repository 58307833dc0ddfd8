import SemperCoding
import SemperModel

/// A coin as the purse keeps it: its place under the seed, from which the spending key comes, and the mint's signature.
struct PurseCoin: Hashable, Sendable, CanonicalValue {
  let slot: CoinSlot
  let signature: ByteString

  init(slot: CoinSlot, signature: [UInt8]) {
    self.slot = slot
    self.signature = ByteString(signature)
  }

  var units: Int64 { slot.denomination.units }
  var json: JSON { .fields(["signature": signature.json, "slot": slot.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    signature = try fields.value("signature")
    slot = try fields.value("slot")
    try fields.close()
  }
}
