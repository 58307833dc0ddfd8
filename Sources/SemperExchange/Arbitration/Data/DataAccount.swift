import SemperArchive
import SemperCoding
import SemperModel

/// To whose part of the arbiter's room a ciphertext is counted.
enum DataAccount: Hashable, Sendable {
  private static let table = RecordTable("arbiter_data_parties")

  /// That of all for whom nobody registered has signed.
  case strangers
  /// That of a registered party; asked for by that party itself, or by its peer.
  case party(Thumbprint, itself: Bool)

  /// The caller's own where it is registered, else its peer's; the exchange shows that both have signed for it.
  init(of caller: Thumbprint, peer: Thumbprint, in registered: RegisteredParties) {
    if registered.contains(anyOf: [caller]) {
      self = .party(caller, itself: true)
    } else if registered.contains(anyOf: [peer]) {
      self = .party(peer, itself: false)
    } else {
      self = .strangers
    }
  }

  var party: Thumbprint? {
    guard case .party(let party, _) = self else { return nil }
    return party
  }

  /// Bytes that are promised for a registered party's exchanges now.
  static func held(by party: Thumbprint, _ reader: any RecordReader) throws -> Int64 {
    try reader.value(party.bytes, in: table).map { Int64($0.reduce(0) { $0 << 8 | UInt64($1) }) } ?? 0
  }

  static func set(_ bytes: Int64, of party: Thumbprint, in transaction: any RecordTransaction) throws {
    guard bytes > 0 else { return try transaction.remove(party.bytes, in: table) }
    try transaction.set(withUnsafeBytes(of: UInt64(bytes).bigEndian) { Array($0) }, for: party.bytes, in: table)
  }
}
