public import SemperModel

/// What a shop says to claims without its owner: it admits up to an amount, contests the others if it may, and else asks its owner.
public struct ClaimPolicy: Hashable, Sendable {
  public var admitsUpTo: Money?
  public var contests: Bool

  public init(admitsUpTo: Money? = nil, contests: Bool = false) {
    self.admitsUpTo = admitsUpTo
    self.contests = contests
  }
}
