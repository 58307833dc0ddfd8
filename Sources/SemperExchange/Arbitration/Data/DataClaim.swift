public import SemperCoding
public import SemperCryptography
import SemperModel
import SemperStatements

/// What a party shows to leave ciphertexts with the arbiter, or to fetch them: what both have signed, and its own question
/// about that exchange, which shows that it is a party.
public struct DataClaim: Hashable, Sendable, CanonicalValue {
  public let record: ExchangeRecord
  /// A `QueryRequest`.
  public let query: SignedStatement

  public init(record: ExchangeRecord, query: SignedStatement) {
    self.record = record
    self.query = query
  }

  /// One for both parties, of these two commitments and no others.
  var key: Digest { record.commits.json.documentDigest }

  public var json: JSON { .fields(["query": query.json, "record": record.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    query = try fields.value("query")
    record = try fields.value("record")
    try fields.close()
  }
}
