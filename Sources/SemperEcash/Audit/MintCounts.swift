import SemperModel

/// Coins made and come back under each denomination key.
struct MintCounts: Sendable, Equatable {
  private(set) var issued: [Digest: Int] = [:]
  private(set) var redeemed: [Digest: Int] = [:]

  init(_ circulation: [MintStatement.Circulation] = []) {
    for count in circulation {
      issued[count.key] = count.issued
      redeemed[count.key] = count.redeemed
    }
  }

  mutating func add(_ entry: MintLogEntry) {
    for mark in entry.issued { issued[mark.key, default: 0] += 1 }
    for mark in entry.spent { redeemed[mark.key, default: 0] += 1 }
  }

  var keys: [Digest] { Set(issued.keys).union(redeemed.keys).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) } }

  var circulation: [MintStatement.Circulation] {
    keys.map { MintStatement.Circulation(key: $0, issued: issued[$0] ?? 0, redeemed: redeemed[$0] ?? 0) }
  }
}
