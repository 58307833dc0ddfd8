public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a party shows of an exchange so that a third party can judge it: the terms, the descriptions behind their
/// commitments, and both commitments M1 and M2.
public struct ExchangeRecord: Hashable, Sendable, CanonicalValue {
  public let terms: ExchangeTerms
  public let items: [DescribedItem]
  public let commitOriginator: SignedStatement
  public let commitResponder: SignedStatement

  public init(
    terms: ExchangeTerms, items: [DescribedItem], commitOriginator: SignedStatement,
    commitResponder: SignedStatement
  ) {
    self.terms = terms
    self.items = items
    self.commitOriginator = commitOriginator
    self.commitResponder = commitResponder
  }

  /// What a party owes at one of its places; `nil` where it owes nothing.
  func described(_ path: String, of role: ExchangeRole) -> ItemDescription? {
    SettlementCheck.indices(of: role, in: terms).lazy.filter(items.indices.contains).map { items[$0] }
      .first { $0.path == path }?.description
  }

  /// μ1 and μ2.
  public var commits: [Digest] { [commitOriginator.digest, commitResponder.digest] }

  public var json: JSON {
    .fields([
      "items": items.json, "m1": commitOriginator.json, "m2": commitResponder.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    items = try fields.value("items")
    commitOriginator = try fields.value("m1")
    commitResponder = try fields.value("m2")
    terms = try fields.value("terms")
    try fields.close()
  }
}
