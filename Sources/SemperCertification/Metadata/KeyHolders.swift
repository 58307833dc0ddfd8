public import SemperCoding
public import SemperCryptography
import SemperModel

/// Who may sign for a role: so many of these keys together.
public struct KeyHolders: Hashable, Sendable {
  /// Ids of keys, each once.
  public let ids: [String]
  public let threshold: Int

  /// Refuses a threshold below 1, an id twice, and more than 256 of them. A threshold that all keys together do not reach is
  /// never reached.
  public init(ids: [String], threshold: Int) throws(CodingError) {
    guard threshold >= 1 else { throw CodingError(.outOfRange, "a threshold is at least 1").inside("threshold") }
    guard Set(ids).count == ids.count, ids.count <= DirectoryKey.most else {
      throw CodingError(.duplicateName, "a role names each key once, and at most \(DirectoryKey.most)").inside("keyids")
    }
    for id in ids { _ = try Hexadecimal.checkedDigest(id) }
    self.ids = ids
    self.threshold = threshold
  }

  /// Of keys at hand. Throws `invalidKey` as `DirectoryKey` does, and when the threshold cannot be reached.
  public init(_ keys: [DirectoryKey], threshold: Int = 1) throws(CryptographyError) {
    guard threshold <= keys.count, let holders = try? KeyHolders(ids: keys.map(\.id), threshold: threshold) else {
      throw CryptographyError(.invalidKey, "a threshold is between 1 and the number of different keys")
    }
    self = holders
  }

  func members(_ own: [(String, JSON)] = []) -> JSONObject {
    JSONObject([("keyids", ids.json), ("threshold", threshold.json)] + own)
  }

  init(_ fields: inout ObjectReader) throws(CodingError) {
    try self.init(ids: fields.value("keyids"), threshold: fields.value("threshold"))
  }
}
