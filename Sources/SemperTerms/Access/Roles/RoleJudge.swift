public import SemperModel

/// Judges whether an act is covered by a role as it stands: unlocked, for this business, each thing that it takes, and within the sums of
/// the deal and of the day. What is not named is not covered.
public struct RoleJudge: Sendable {
  private let role: CapabilityRole
  private let tally: RoleTally
  private let deal: RoleDealTally?

  /// - Parameter deal: what was counted in this deal before; `nil` where nothing was.
  public init(_ role: CapabilityRole, _ tally: RoleTally, deal: RoleDealTally?) {
    self.role = role
    self.tally = tally
    self.deal = deal
  }

  /// That it is locked is said last, so that a role that falls short for this alone would have sufficed.
  public func verdict(on act: RoleAct, at now: Timestamp) -> RoleVerdict {
    guard !act.needs.isEmpty else { return .fallsShort(.nothing) }
    if let shortfall = role.audience.shortfall(for: act.subject) { return .fallsShort(shortfall) }
    for need in act.needs {
      if let shortfall = shortfall(of: need) { return .fallsShort(shortfall) }
    }
    let (paid, shortfall) = counted(act, at: now)
    if let shortfall = shortfall ?? tally.shortfall(at: now) { return .fallsShort(shortfall) }
    var after = tally
    after.use(paid?.added, at: now)
    return .suffices(after, deal: paid?.deal ?? deal, option: option(for: act))
  }

  private func shortfall(of need: RoleNeed) -> RoleShortfall? {
    switch need {
    case .order: role.orders ? nil : .doesNotOrder
    case .sign: role.signs ? nil : .doesNotSign
    case .show(let type): role.shows.contains(type) ? nil : .credential(type)
    case .choose(let options): role.chooses.contains(where: options.contains) ? nil : .otherOptions
    case .give(let field, let entry): role.value(of: field, entry: entry) == nil ? .field(field.description) : nil
    case .reserve(let amount), .pay(let amount):
      if let pays = role.pays { pays.perDeal.currency == amount.currency ? nil : .otherCurrency } else { .doesNotPay }
    }
  }

  private func option(for act: RoleAct) -> String? {
    for case .choose(let options) in act.needs { return role.chooses.first(where: options.contains) }
    return nil
  }

  /// What the deal counts for after the act, and how much that adds to the day; why that is too much.
  private func counted(
    _ act: RoleAct, at now: Timestamp
  ) -> (paid: (deal: RoleDealTally, added: Money)?, shortfall: RoleShortfall?) {
    guard act.isPaid, let pays = role.pays else { return (nil, nil) }
    var after = deal ?? RoleDealTally(pays.perDeal.currency)
    guard let before = after.committed, after.take(act), let sum = after.committed,
      sum.minorUnits <= pays.perDeal.minorUnits, let added = sum.subtracting(before)
    else { return (nil, .aboveDeal(pays.perDeal)) }
    let spent = tally.spent(at: now, in: pays.perDay.currency)
    guard let today = spent.adding(added), today.minorUnits <= pays.perDay.minorUnits else {
      return (nil, .aboveDay(pays.perDay.subtracting(spent) ?? .zero(spent.currency)))
    }
    return ((after, added), nil)
  }
}
