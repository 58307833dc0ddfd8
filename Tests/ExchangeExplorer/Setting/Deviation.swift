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
  /// Data that is never there for anybody to fetch, nor for the arbiter.
  case withheld
  /// Locks that pay their owner.
  case otherPayee = "other-payee"
  /// Locks and credentials that obey an arbiter of the party's own.
  case otherArbiter = "other-arbiter"
  /// Locks that a resolution gives back to their owner.
  case otherRule = "other-rule"
  /// Conditional statements of somebody who owes nothing here.
  case otherSigner = "other-signer"
  /// Locks and conditional statements that are meant for another place in the exchange.
  case otherPlace = "other-place"
  /// Locks and conditional statements that are meant for another exchange.
  case otherExchange = "other-exchange"
  /// Another document, or a smaller amount: what the peer must refuse.
  case lesserItem = "lesser-item"

  /// Whether the deviation makes sense for a party that gives items of these classes.
  package func applies(to classes: [ItemClass]) -> Bool {
    switch self {
    case .none, .twin, .garbageEscrow, .otherSecretEscrow, .otherRoleEscrow, .transplantedEscrow: true
    case .badData: classes.contains { $0 == .data || $0 == .checkedData }
    case .withheld: classes.contains(where: \.isData)
    case .otherPayee, .otherRule: classes.contains(where: \.standsAtLedger)
    case .otherArbiter: classes.contains { $0.standsAtLedger || $0 == .revocable }
    case .otherSigner: classes.contains { $0 == .statement || $0 == .revocable }
    case .otherOpening, .otherPlace, .otherExchange, .lesserItem: classes.contains { !$0.isData }
    }
  }

  /// Whether what is locked like this is what the peer has been promised, if the peer can get at it.
  var keepsPromise: Bool {
    switch self {
    case .none, .twin, .garbageEscrow, .otherSecretEscrow, .otherRoleEscrow, .transplantedEscrow, .badData,
      .otherOpening, .withheld:
      true
    case .otherPayee, .otherArbiter, .otherRule, .otherSigner, .otherPlace, .otherExchange, .lesserItem: false
    }
  }
}
