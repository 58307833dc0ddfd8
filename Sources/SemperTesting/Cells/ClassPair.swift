public import SemperExchange

/// Two classes of items that one side gives for the other, and what the planner makes of them.
public struct ClassPair: Sendable, CustomStringConvertible {
  public let proposer: ItemClass
  public let invited: ItemClass
  public let plan: Plan

  /// `nil` when the planner refuses the two: large data for large data, without a bond.
  public init?(_ proposer: ItemClass, for invited: ItemClass, wish: PlanWish = Self.wish) {
    guard let plan = try? Planner.plan(proposer: [proposer], invited: [invited], wish: wish) else { return nil }
    self.proposer = proposer
    self.invited = invited
    self.plan = plan
  }

  /// Any level, with a bond where nothing else helps.
  public static let wish = PlanWish(atLeast: .evidence, offersBond: true)

  /// Both orders of all classes.
  public static let all = ItemClass.allCases.flatMap { proposer in
    ItemClass.allCases.compactMap { ClassPair(proposer, for: $0) }
  }

  /// Every pair of originator and responder that the planner makes, once. Transfers are none.
  public static let exchanges = all.filter(\.plan.level.isExchange).reduce(into: [ClassPair]()) { found, pair in
    if !found.contains(where: { $0.description == pair.description }) { found.append(pair) }
  }

  public var originator: ItemClass { plan.proposerIsOriginator ? proposer : invited }
  public var responder: ItemClass { plan.proposerIsOriginator ? invited : proposer }

  /// The roles with what they give, and how the originator opens.
  public var description: String {
    "\(originator.rawValue) for \(responder.rawValue)\(plan.needsBond ? " and a bond" : "")"
      + (plan.mode == .viaArbiter ? ", via the arbiter" : "")
  }

  /// What the two sides give in a run; `nil` where something cannot be locked.
  public var wares: (proposer: [Ware], invited: [Ware])? {
    guard let one = Ware(proposer), let other = Ware(invited) else { return nil }
    let bond = plan.needsBond ? [Ware.bond] : []
    return plan.proposerIsOriginator ? ([one], [other] + bond) : ([one] + bond, [other])
  }
}

extension Ware {
  /// One of a class.
  fileprivate init?(_ itemClass: ItemClass) {
    switch itemClass {
    case .statement: self = .receipt
    case .revocable: self = .credential
    case .lock: self = .money
    case .reversibleLock: self = .reversible
    case .mail: self = .mail
    case .checkedData: self = .small
    case .data: self = .large
    case .unsecured: return nil
    }
  }
}
