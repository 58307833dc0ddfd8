public import SemperCoding
public import SemperCryptography

/// Why the parts of the coordinator and of one party count: their two commitments, and both openings or the arbiter's
/// resolution.
public struct ContractProof: Hashable, Sendable, CanonicalValue {
  public enum Title: Hashable, Sendable {
    /// M3 and M4.
    case opened(SignedStatement, SignedStatement)
    /// RT.
    case resolved(SignedStatement)
  }

  public let record: ExchangeRecord
  public let title: Title

  public init(record: ExchangeRecord, title: Title) {
    self.record = record
    self.title = title
  }

  public var json: JSON {
    switch title {
    case .opened(let third, let fourth): .fields(["m3": third.json, "m4": fourth.json, "record": record.json])
    case .resolved(let decision): .fields(["decision": decision.json, "record": record.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    record = try fields.value("record")
    let decision: SignedStatement? = try fields.optional("decision")
    let third: SignedStatement? = try fields.optional("m3")
    let fourth: SignedStatement? = try fields.optional("m4")
    try fields.close()
    switch (decision, third, fourth) {
    case (.some(let decision), nil, nil): title = .resolved(decision)
    case (nil, .some(let third), .some(let fourth)): title = .opened(third, fourth)
    case (nil, _, _), (.some, .some, _), (.some, nil, .some):
      throw CodingError(.outOfRange, "parts count with both openings, or with the arbiter's resolution")
    }
  }
}
