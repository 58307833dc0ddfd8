import SemperArchive
import SemperCoding
import SemperModel
import SemperStatements

/// Permits in the arbiter's store: by their two commitments, by exchange, by token, by root, and in the order in which they end.
enum DataPermits {
  private static let permits = RecordTable("arbiter_data")
  private static let tokens = RecordTable("arbiter_data_tokens")
  private static let roots = RecordTable("arbiter_data_roots")
  private static let ends = RecordTable("arbiter_data_ends")
  private static let exchanges = RecordTable("arbiter_data_exchanges")
  /// Permits of one exchange that either party may open. An honest party has one pair of commitments, or, where its peer has
  /// signed two, that and the one which the arbiter has named.
  private static let mostOfParty = 2

  static func permit(_ key: Digest, _ reader: any RecordReader) throws -> DataPermit? {
    try reader.value(key.bytes, in: permits).map { try DataPermit(canonicalBytes: $0) }
  }

  static func permit(token: Nonce, _ reader: any RecordReader) throws -> DataPermit? {
    try reader.value(token.bytes, in: tokens).flatMap { try permit(Digest(bytes: $0), reader) }
  }

  static func add(_ permit: DataPermit, _ key: Digest, in transaction: any RecordTransaction) throws {
    try transaction.set(permit.canonicalBytes, for: key.bytes, in: permits)
    try transaction.set([], for: permit.exchange.bytes + key.bytes, in: exchanges)
    for token in permit.tokens { try transaction.set(key.bytes, for: token.bytes, in: tokens) }
    for locked in permit.ciphertexts { try transaction.set([], for: locked.root.bytes + key.bytes, in: roots) }
    try transaction.set([], for: order(permit.expires) + key.bytes, in: ends)
  }

  static func remove(_ permit: DataPermit, _ key: Digest, in transaction: any RecordTransaction) throws {
    try transaction.remove(key.bytes, in: permits)
    try transaction.remove(permit.exchange.bytes + key.bytes, in: exchanges)
    for token in permit.tokens { try transaction.remove(token.bytes, in: tokens) }
    for locked in permit.ciphertexts { try transaction.remove(locked.root.bytes + key.bytes, in: roots) }
    try transaction.remove(order(permit.expires) + key.bytes, in: ends)
  }

  /// Bytes of these ciphertexts that no permit of the exchange has a place for yet. Whoever signs ever new commitments gets room
  /// for what is new in two of them.
  ///
  /// Refuses with `limitExceeded` a party that has opened as many as it may.
  static func charge(
    _ ciphertexts: [LockedData], of exchange: Digest, opener: Thumbprint, _ reader: any RecordReader
  ) throws -> Int64 {
    let known = try reader.list(exchanges, prefix: exchange.bytes, after: nil, limit: 2 * mostOfParty)
      .compactMap { try permit(Digest(bytes: Array($0.key.dropFirst(exchange.bytes.count))), reader) }
    guard known.count(where: { $0.opener == opener }) < mostOfParty else {
      throw Refusal(
        .limitExceeded, blame: .peer,
        "this party has had leave for \(mostOfParty) pairs of commitments of this exchange, and gets no more")
    }
    let covered = Set(known.flatMap(\.ciphertexts))
    return ciphertexts.filter { !covered.contains($0) }.reduce(0) { $0 + $1.length }
  }

  /// Whether a ciphertext has a place under another permit too.
  static func isNamedElsewhere(_ root: Digest, than key: Digest, _ reader: any RecordReader) throws -> Bool {
    try reader.list(roots, prefix: root.bytes, after: nil, limit: 2).contains { $0.key != root.bytes + key.bytes }
  }

  /// The permits that have ended by then, the earliest first.
  static func due(by now: Timestamp, limit: Int, _ reader: any RecordReader) throws -> [Digest] {
    try reader.list(ends, prefix: [], after: nil, limit: limit)
      .prefix { !order(now).lexicographicallyPrecedes($0.key.prefix(8)) }
      .map { try Digest(bytes: Array($0.key.dropFirst(8))) }
  }

  /// When the next one ends.
  static func next(_ reader: any RecordReader) throws -> Timestamp? {
    try reader.list(ends, prefix: [], after: nil, limit: 1).first.map { first in
      Timestamp(seconds: Int64(first.key.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }))
    }
  }

  private static func order(_ time: Timestamp) -> [UInt8] {
    withUnsafeBytes(of: UInt64(max(time.seconds, 0)).bigEndian) { Array($0) }
  }
}
