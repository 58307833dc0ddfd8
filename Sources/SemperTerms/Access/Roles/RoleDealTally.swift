public import SemperCoding
public import SemperModel

/// What a role has set aside and paid in one deal. What is paid is taken from what was set aside; what goes beyond counts anew.
public struct RoleDealTally: Hashable, Sendable, CanonicalValue {
  private var reserved: Money
  /// Paid before the present step.
  private var before: Money
  /// The step of the last payment, and what was said to it.
  private var turn: Int
  private var present: Money

  public init(_ currency: Currency) {
    (reserved, before, present) = (.zero(currency), .zero(currency), .zero(currency))
    turn = -1
  }

  /// What the deal counts for; `nil` where it is more than can be counted.
  var committed: Money? {
    before.adding(present).map { $0.minorUnits > reserved.minorUnits ? $0 : reserved }
  }

  /// Sets amounts aside, and counts what is paid in a step; a step that is asked about again pays the larger sum, once. `false` where it is
  /// more than can be counted.
  mutating func take(_ act: RoleAct) -> Bool {
    var sum = Money.zero(present.currency)
    for need in act.needs {
      switch need {
      case .reserve(let amount):
        guard amount.currency == reserved.currency, amount.minorUnits >= 0 else { return false }
        if amount.minorUnits > reserved.minorUnits { reserved = amount }
      case .pay(let amount):
        guard amount.minorUnits >= 0, let more = sum.adding(amount) else { return false }
        sum = more
      case .order, .give, .show, .choose, .sign: break
      }
    }
    guard sum.minorUnits > 0 else { return committed != nil }
    if act.turn != turn {
      guard let paid = before.adding(present) else { return false }
      (before, present, turn) = (paid, .zero(sum.currency), act.turn)
    }
    if sum.minorUnits > present.minorUnits { present = sum }
    return committed != nil
  }

  public var json: JSON {
    .fields(["before": before.json, "present": present.json, "reserved": reserved.json, "turn": turn.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    before = try fields.value("before")
    present = try fields.value("present")
    reserved = try fields.value("reserved")
    turn = try fields.value("turn")
    try fields.close()
    guard before.currency == present.currency, present.currency == reserved.currency else {
      throw CodingError(.outOfRange, "a deal is paid in one currency")
    }
  }
}
