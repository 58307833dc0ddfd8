package import SemperExchange

/// How a malicious party's commitment differs from an honest one.
package enum Deviation: String, Sendable, Hashable, CaseIterable {
  /// Not at all.
  case none = "good"
  /// A second commitment, different in its bytes only.
  case twin
  /// Random bytes where the sealed secret should be.
  case garbageEscrow = "garbage-escrow"
  /// A secret that does not open the party's commitment.
  case otherSecretEscrow = "other-secret-escrow"
  /// The right secret, sealed as if for the other role.
  case otherRoleEscrow = "other-role-escrow"
  /// The peer's sealed secret instead of one's own.
  case transplantedEscrow = "transplanted-escrow"
  /// Data that opens, with the right secret, to something else.
  case badData = "bad-data"
  /// Locks and conditional statements that name the hash of another opening.
  case otherOpening = "other-opening"
  /// Another document, or a smaller amount: what the peer must refuse.
  case lesserItem = "lesser-item"

  /// Whether the deviation makes sense for a party that gives items of these classes.
  package func applies(to classes: [ItemClass]) -> Bool {
    switch self {
    case .none, .twin, .garbageEscrow, .otherSecretEscrow, .otherRoleEscrow, .transplantedEscrow: true
    case .badData: classes.contains { $0 == .data || $0 == .checkedData }
    case .otherOpening, .lesserItem: classes.contains { !$0.isData }
    }
  }
}
