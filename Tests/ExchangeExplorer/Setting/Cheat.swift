package import SemperExchange

/// The malicious party of an exchange, with the commitments that it may choose from.
///
/// Everything else it does follows from its knowledge: any message, call or claim that it can derive, at any time.
package struct Cheat: Sendable, Hashable {
  package var role: ExchangeRole
  package var deviations: [Deviation]

  package init(_ role: ExchangeRole, _ deviations: [Deviation]) {
    self.role = role
    self.deviations = deviations
  }

  /// The same party where the roles are the other way round.
  package var turned: Cheat { Cheat(role.peer, deviations) }
}
