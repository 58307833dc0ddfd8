import SemperExchange
public import SemperModel

/// What was paid in a deal, and what of it has come back.
public struct MovedMoney: Hashable, Sendable {
  public private(set) var paid: Money
  public private(set) var back: Money

  init(paid: Money, back: Money? = nil) {
    self.paid = paid
    self.back = back ?? .zero(paid.currency)
  }

  /// What has been paid and has not come back.
  public var kept: Money { Money(minorUnits: max(0, paid.minorUnits - back.minorUnits), paid.currency) }

  // Amounts beyond what can be counted stay the largest that can.
  mutating func pay(_ amount: Money) { paid = paid.adding(amount) ?? paid }
  mutating func giveBack(_ amount: Money) { back = back.adding(amount) ?? back }
}

extension DealRecord {
  /// What the deal has moved in its own steps: of a purchase once it has gone through, the price or what both have settled on. `nil`
  /// where a purchase has moved nothing.
  ///
  /// What is given back beside the deal, by a refund or by a ruling, is not in it.
  public var moved: MovedMoney? {
    if let course { return course.moved }
    switch outcome {
    case .completed: return MovedMoney(paid: offer.price)
    case .settled(let plan): return plan.paid.map { MovedMoney(paid: $0) }
    case .aborted, .compensated, .declined, .wronged, nil: return nil
    }
  }
}
