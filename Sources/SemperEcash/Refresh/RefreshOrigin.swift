import SemperCoding
import SemperModel

/// Where a refreshed coin comes from: together with the seed it gives the coin's secrets again.
struct RefreshOrigin: Hashable, Sendable, CanonicalValue {
  /// Of the `mint-refresh`; the transfer keys come from the seed and this.
  let operation: ID<Operation>
  /// Which candidate.
  let candidate: Int
  /// The old coin's spending key.
  let coin: PublicKey

  init(operation: ID<Operation>, candidate: Int, coin: PublicKey) {
    self.operation = operation
    self.candidate = candidate
    self.coin = coin
  }

  var context: [UInt8] { operation.bytes + [UInt8(truncatingIfNeeded: candidate)] }

  var json: JSON {
    .fields(["candidate": candidate.json, "coin": coin.json, "operation": operation.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    candidate = try fields.value("candidate")
    coin = try fields.value("coin")
    operation = try fields.value("operation")
    try fields.close()
    guard (0..<RefreshCandidate.count).contains(candidate) else {
      throw CodingError(.outOfRange, "a refresh has \(RefreshCandidate.count) candidates").inside("candidate")
    }
  }
}
