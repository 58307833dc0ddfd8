public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// A party to a lock asks that no division which was to be brought until a time is taken any more, to show that to another
/// ledger. Answered by a `LockLapse`, or by the outcome where the lock has ended.
public struct MintLapse: MintRequest {
  public static let kind = StatementKind.mintLapse

  public let header: RequestHeader
  public let terms: LockTerms
  public let until: Timestamp
  /// The key that the lock names for refunds or as payee.
  public let key: PublicKey

  public init(_ header: RequestHeader, terms: LockTerms, until: Timestamp, key: PublicKey) {
    self.header = header
    self.terms = terms
    self.until = until
    self.key = key
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }

  public var json: JSON { header.json(["key": key.json, "terms": terms.json, "until": until.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try RequestHeader(&fields)
    key = try fields.value("key")
    terms = try fields.value("terms")
    until = try fields.value("until")
    try fields.close()
  }
}
