import SemperCoding
import SemperModel

/// A place in the sequence of coins that the seed gives for one denomination key.
struct CoinSlot: Hashable, Sendable, CanonicalValue {
  let key: Digest
  let counter: Int
  let denomination: Denomination

  init(key: Digest, counter: Int, denomination: Denomination) {
    self.key = key
    self.counter = counter
    self.denomination = denomination
  }

  /// The full id of the key and the counter: no two mints or periods can share a secret.
  var context: [UInt8] { key.bytes + withUnsafeBytes(of: UInt64(counter).bigEndian) { Array($0) } }

  var json: JSON {
    .fields(["counter": counter.json, "denomination": denomination.json, "key": key.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    counter = try fields.value("counter")
    denomination = try fields.value("denomination")
    key = try fields.value("key")
    try fields.close()
    guard counter >= 0 else { throw CodingError(.outOfRange, "coins are counted from 0") }
  }
}
