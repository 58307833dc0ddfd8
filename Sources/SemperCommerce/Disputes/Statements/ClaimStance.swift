public import SemperCoding
public import SemperModel

/// What the other side says to a claim.
public enum ClaimStance: Hashable, Sendable, CanonicalValue {
  case admits
  /// So much of it and no more.
  case admitsOnly(Money)
  case contests

  private enum Word: String, CanonicalValue { case admits, contests }

  public var json: JSON {
    switch self {
    case .admits: .fields(["says": Word.admits.json])
    case .admitsOnly(let amount): .fields(["amount": amount.json, "says": Word.admits.json])
    case .contests: .fields(["says": Word.contests.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let amount: Money? = try fields.optional("amount")
    switch (try fields.value("says", as: Word.self), amount) {
    case (.admits, nil): self = .admits
    case (.admits, let amount?) where amount.minorUnits > 0: self = .admitsOnly(amount)
    case (.contests, nil): self = .contests
    default: throw CodingError(.outOfRange, "only an admission has an amount, above nothing").inside("amount")
    }
    try fields.close()
  }
}
