/// What the parties allow and demand of a plan, from the security attributes of their containers and their preferences.
public struct PlanWish: Hashable, Sendable {
  /// The lowest level that both accept.
  public let atLeast: FairnessLevel
  /// Whether the arbiter may see the data: small data that both give is checked by it.
  public let arbiterMaySeeData: Bool
  /// Whether the side that opens second is ready to lock a bond.
  public let offersBond: Bool
  /// Whether the items are pieces that are worth something one by one, so that losing one of them is bearable. Both sides
  /// must give as many.
  public let hasPieces: Bool

  public init(
    atLeast: FairnessLevel = .strongWithWindow, arbiterMaySeeData: Bool = true, offersBond: Bool = false,
    hasPieces: Bool = false
  ) {
    self.atLeast = atLeast
    self.arbiterMaySeeData = arbiterMaySeeData
    self.offersBond = offersBond
    self.hasPieces = hasPieces
  }
}
