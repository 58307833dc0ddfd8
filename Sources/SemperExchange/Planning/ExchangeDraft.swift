/// Two sides' items as anybody can write them down, and what both wish: enough to say how fair an exchange of them can be,
/// before there are keys, accounts or files.
///
/// It comes to what `ExchangeProposal` comes to with the items themselves, by the same planner.
public struct ExchangeDraft: Hashable, Sendable {
  public typealias Side = ContainerOutline<DraftItem>

  public let proposer: Side
  public let invited: Side
  public let wish: PlanWish

  public init(proposer: Side, invited: Side, wish: PlanWish) {
    self.proposer = proposer
    self.invited = invited
    self.wish = wish
  }

  public func side(_ side: PlanObstacle.Side) -> Side { side == .proposer ? proposer : invited }

  /// What of a side is exchanged: what stands below a node that demands fairness, or all of it where no node does.
  public func exchanged(_ side: PlanObstacle.Side) -> [Side.Entry] {
    let entries = self.side(side).entries
    let fair = entries.filter { $0.attributes.fairness != nil }
    return fair.isEmpty ? entries : fair
  }

  /// How the items are exchanged as fairly as they allow. Throws what stands in the way.
  public func plan() throws(PlanObstacle) -> DraftedPlan {
    for side in PlanObstacle.Side.allCases {
      if let conflict = self.side(side).conflicts.first { throw .attributes(side, conflict) }
      for entry in self.side(side).entries {
        guard let breach = AttributeBreach.of(entry.item, below: entry.attributes) else { continue }
        throw .breach(side, path: Self.place(entry), breach)
      }
      guard exchanged(side).count <= ExchangeBody.mostItems else { throw .tooMany(side) }
    }
    let (mine, theirs) = (exchanged(.proposer), exchanged(.invited))
    guard !mine.isEmpty || !theirs.isEmpty else { throw .nothing }
    let bonds = [mine, theirs].map { side in side.filter { $0.item.kind == .bond }.count }
    let wished = PlanWish(
      atLeast: .evidence, arbiterMaySeeData: wish.arbiterMaySeeData,
      offersBond: wish.offersBond || bonds != [0, 0], hasPieces: wish.hasPieces)
    let plan = try Planner.weigh(proposer: classes(mine), invited: classes(theirs), wish: wished)
    try check(plan, bonds: bonds)
    for side in PlanObstacle.Side.allCases { try check(plan, side) }
    guard plan.level >= wish.atLeast else { throw .tooLow(plan.level, wished: wish.atLeast) }
    return DraftedPlan(
      plan: plan, assumptions: PlanAssumption.of(plan, classes(mine + theirs)),
      afterwards: Dictionary(
        uniqueKeysWithValues: PlanObstacle.Side.allCases.map { side in
          (side, Set(self.side(side).entries).subtracting(exchanged(side)).map(Self.place).sorted())
        }))
  }

  /// Where an item stands, as `node/number-kind`.
  public static func place(_ entry: Side.Entry) -> String {
    entry.node.joined(with: "\(entry.number)-\(entry.item.kind.rawValue)")
  }

  private func classes(_ entries: [Side.Entry]) -> [ItemClass] {
    entries.map { itemClass(of: $0) }
  }

  /// The class in which an item is exchanged. What is confidential no arbiter sees as a whole.
  public func itemClass(of entry: Side.Entry) -> ItemClass {
    entry.item.itemClass(arbiterMaySeeData: wish.arbiterMaySeeData && !entry.attributes.confidentiality)
  }

  private func check(_ plan: Plan, bonds: [Int]) throws(PlanObstacle) {
    guard bonds != [0, 0] else { return }
    guard plan.level == .compensated else { throw .bondIdle }
    guard bonds == (plan.proposerIsOriginator ? [0, 1] : [1, 0]) else { throw .bondMisplaced }
  }

  private func check(_ plan: Plan, _ side: PlanObstacle.Side) throws(PlanObstacle) {
    let entries = exchanged(side)
    for entry in entries {
      if let demanded = entry.attributes.fairness, demanded > plan.level {
        throw .nodeDemands(side, path: Self.place(entry), demanded, possible: plan.level)
      }
      if plan.level != .evidence, entry.attributes.receiptNonRepudiation {
        throw .receipt(side, path: Self.place(entry))
      }
    }
    let opensSecond = (side == .proposer) != plan.proposerIsOriginator
    guard plan.level.isExchange, opensSecond else { return }
    guard classes(entries).filter(\.standsAtLedger).count <= 1 else { throw .twoLocks(side) }
  }
}
