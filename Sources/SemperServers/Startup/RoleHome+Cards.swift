package import SemperCardNetwork
import SemperCryptography

extension RoleHome {
  /// The cards that a bank has issued, found by codes under a key of this home.
  package func issuedCards() async throws -> IssuedCards {
    IssuedCards(key: try await signingKey(named: "issued-cards").rawRepresentation)
  }
}
