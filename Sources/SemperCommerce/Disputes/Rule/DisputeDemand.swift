import SemperCryptography
public import SemperModel
public import SemperTerms

/// What is asked for in a dispute, by whom and when.
public struct DisputeDemand: Hashable, Sendable {
  public let kind: ClaimKind
  public let by: DealSide
  public let claimant: Thumbprint
  public let amount: Money?
  public let at: Timestamp

  public init(kind: ClaimKind, by: DealSide, claimant: Thumbprint, amount: Money?, at: Timestamp) {
    self.kind = kind
    self.by = by
    self.claimant = claimant
    self.amount = amount
    self.at = at
  }

  public init(_ claim: Claim) {
    self.init(
      kind: claim.what, by: claim.what.claimant, claimant: claim.claimant.thumbprint, amount: claim.amount,
      at: claim.issued)
  }
}
