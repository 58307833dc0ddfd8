public import SemperCoding
public import SemperModel
public import SemperTerms

/// What a dispute comes to: money for one side, or nothing. Never for both.
public enum Remedy: Hashable, Sendable, CanonicalValue {
  case nothing
  case pays(Money, to: DealSide)

  /// What is to be paid to this side; `nil` where nothing is.
  public func amount(for side: DealSide) -> Money? {
    guard case .pays(let amount, side) = self else { return nil }
    return amount
  }

  public var json: JSON {
    switch self {
    case .nothing: .fields([:])
    case .pays(let amount, let side): .fields(["amount": amount.json, "to": side.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let (amount, side): (Money?, DealSide?) = (try fields.optional("amount"), try fields.optional("to"))
    try fields.close()
    switch (amount, side) {
    case (nil, nil): self = .nothing
    case (let amount?, let side?) where amount.minorUnits > 0: self = .pays(amount, to: side)
    default: throw CodingError(.outOfRange, "a remedy is nothing, or an amount above nothing to one side")
    }
  }
}
