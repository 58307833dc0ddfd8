public import SemperCoding
import SemperCryptography
public import SemperModel

/// A posting in its place in the ledger, chained to the entry before it.
public struct LedgerEntry: Hashable, Sendable, CanonicalValue {
  public let number: Int
  /// The chain value of the entry before; of the first one, the digest of nothing.
  public let previous: Digest
  public let posting: LedgerPosting

  init(number: Int, previous: Digest, posting: LedgerPosting) {
    self.number = number
    self.previous = previous
    self.posting = posting
  }

  /// Where the chain begins.
  public static let origin = Digest(of: [], for: .ledgerEntry)

  /// The value that the next entry is chained to.
  public var chain: Digest { Digest(of: canonicalBytes, for: .ledgerEntry) }

  public var json: JSON {
    .fields(["number": number.json, "posting": posting.json, "previous": previous.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    number = try fields.value("number")
    posting = try fields.value("posting")
    previous = try fields.value("previous")
    try fields.close()
  }
}
