import SemperCoding
import SemperModel

/// A place in the sequence of coins that the seed gives for one denomination key and device.
struct CoinSlot: Hashable, Sendable, CanonicalValue {
  let key: Digest
  let counter: Int
  let denomination: Denomination
  /// Which of the devices that share the seed; 0 for the first one.
  let device: Int
  /// Set when the coin comes from a refresh: then its secrets come from there, and the counter is its place among the new coins.
  let origin: RefreshOrigin?
  /// The terms that the coin is for, when it is sealed.
  let seal: Digest?

  init(
    key: Digest, counter: Int, denomination: Denomination, device: Int = 0, origin: RefreshOrigin? = nil,
    seal: Digest? = nil
  ) {
    self.key = key
    self.counter = counter
    self.denomination = denomination
    self.device = device
    self.origin = origin
    self.seal = seal
  }

  /// The full id of the key, the counter and the device: no two mints, periods or devices can share a secret.
  var context: [UInt8] {
    key.bytes + Self.bytes(counter) + (device == 0 ? [] : Self.bytes(device)) + (origin?.context ?? [])
      + (seal?.bytes ?? [])
  }

  /// The same place in another candidate of the refresh that the coin comes from.
  func moved(to candidate: Int) -> CoinSlot {
    CoinSlot(
      key: key, counter: counter, denomination: denomination, device: device,
      origin: origin.map { RefreshOrigin(operation: $0.operation, candidate: candidate, coin: $0.coin) })
  }

  /// The same place for a coin that is sealed.
  func sealed(_ seal: Digest) -> CoinSlot {
    CoinSlot(key: key, counter: counter, denomination: denomination, device: device, origin: origin, seal: seal)
  }

  private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } }

  var json: JSON {
    .fields([
      "counter": counter.json, "denomination": denomination.json, "device": device == 0 ? nil : device.json,
      "key": key.json, "origin": origin?.json, "seal": seal?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    counter = try fields.value("counter")
    denomination = try fields.value("denomination")
    device = try fields.optional("device") ?? 0
    key = try fields.value("key")
    origin = try fields.optional("origin")
    seal = try fields.optional("seal")
    try fields.close()
    guard counter >= 0, device >= 0 else { throw CodingError(.outOfRange, "coins and devices are counted from 0") }
  }
}
