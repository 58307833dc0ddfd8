public import SemperCoding
public import SemperPayments

/// What a cardholder asks a gateway about a lock, past the merchant: whether it was made, how it ended, or, with a title, to give
/// the money back.
public struct LockQuestion: Hashable, Sendable, CanonicalValue {
  public let terms: LockTerms
  public let title: LockTitle?

  public init(terms: LockTerms, title: LockTitle? = nil) {
    self.terms = terms
    self.title = title
  }

  public var json: JSON { .fields(["terms": terms.json, "title": title?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    terms = try fields.value("terms")
    title = try fields.optional("title")
    try fields.close()
  }
}
