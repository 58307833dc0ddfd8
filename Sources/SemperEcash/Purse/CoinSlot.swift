import SemperCoding
import SemperModel

/// A place in the sequence of coins that the seed gives for one denomination key and device.
struct CoinSlot: Hashable, Sendable, CanonicalValue {
  let key: Digest
  let counter: Int
  let denomination: Denomination
  /// Which of the devices that share the seed; 0 for the first one.
  let device: Int

  init(key: Digest, counter: Int, denomination: Denomination, device: Int = 0) {
    self.key = key
    self.counter = counter
    self.denomination = denomination
    self.device = device
  }

  /// The full id of the key, the counter and the device: no two mints, periods or devices can share a secret.
  var context: [UInt8] {
    key.bytes + Self.bytes(counter) + (device == 0 ? [] : Self.bytes(device))
  }

  private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } }

  var json: JSON {
    .fields([
      "counter": counter.json, "denomination": denomination.json, "device": device == 0 ? nil : device.json,
      "key": key.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    counter = try fields.value("counter")
    denomination = try fields.value("denomination")
    device = try fields.optional("device") ?? 0
    key = try fields.value("key")
    try fields.close()
    guard counter >= 0, device >= 0 else { throw CodingError(.outOfRange, "coins and devices are counted from 0") }
  }
}
