package import SemperExchange
package import SemperStatements

/// What a party can be given in place of what is usual. An honest program gives nothing; a program for tests can be a peer
/// that does not keep its word.
package struct PartyHooks: Sendable {
  /// What is sealed for a content that was described.
  package var sealed: @Sendable (PreparedContent) async throws -> PreparedContent
  /// What becomes of what was done, before it is journalled.
  package var events: @Sendable ([ExchangeEvent]) -> [ExchangeEvent]

  package init(
    sealed: @escaping @Sendable (PreparedContent) async throws -> PreparedContent = { $0 },
    events: @escaping @Sendable ([ExchangeEvent]) -> [ExchangeEvent] = { $0 }
  ) {
    self.sealed = sealed
    self.events = events
  }
}
