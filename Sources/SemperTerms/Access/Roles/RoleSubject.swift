public import SemperCertification
public import SemperModel

/// For which business something is to be done: what the wallet itself has found out about it, never what the business says of itself.
public struct RoleSubject: Hashable, Sendable {
  /// The terms of the deal; `nil` outside deals.
  public let terms: Digest?
  /// The seller's certified key.
  public let shop: Thumbprint
  /// The worst that evaluators say whom the owner trusts, where enough of them have.
  public let grade: Grade?
  /// What each of them says.
  public let evaluators: [Thumbprint: Grade]
  /// Whether the terms are worse for the owner than those of its last deal with this seller.
  public let isWorse: Bool

  public init(
    terms: Digest?, shop: Thumbprint, grade: Grade? = nil, evaluators: [Thumbprint: Grade] = [:],
    isWorse: Bool = false
  ) {
    self.terms = terms
    self.shop = shop
    self.grade = grade
    self.evaluators = evaluators
    self.isWorse = isWorse
  }
}
