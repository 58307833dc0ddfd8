package import SemperExchange
package import SemperStatements

/// What a party can be given in place of what is usual. An honest program gives nothing; a program for tests can be a peer
/// that does not keep its word.
package struct PartyHooks: Sendable {
  /// What is sealed for a content that was described.
  package var sealed: @Sendable (PreparedContent) async throws -> PreparedContent
  /// What becomes of what was done, before it is journalled.
  package var events: @Sendable ([ExchangeEvent]) -> [ExchangeEvent]

  /// The same where it is given piece for piece.
  package var pieces: @Sendable ([PieceEvent]) -> [PieceEvent]

  package init(
    sealed: @escaping @Sendable (PreparedContent) async throws -> PreparedContent = { $0 },
    events: @escaping @Sendable ([ExchangeEvent]) -> [ExchangeEvent] = { $0 },
    pieces: @escaping @Sendable ([PieceEvent]) -> [PieceEvent] = { $0 }
  ) {
    self.sealed = sealed
    self.events = events
    self.pieces = pieces
  }
}
