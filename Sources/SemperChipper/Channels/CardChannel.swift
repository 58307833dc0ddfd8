/// The way to one card: all that a terminal knows of it.
public protocol CardChannel: Sendable {
  /// Sends a command and gives the card's answer. Throws `CardFailure` when none came.
  func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU

  /// Waits until nobody else speaks with the card, and keeps others out until `release`.
  func hold() async throws(CardFailure)
  func release() async
}

extension CardChannel {
  /// Does something with the card while nobody else can.
  public func exclusively<Result>(_ body: () async throws -> Result) async throws -> Result {
    try await hold()
    do {
      let result = try await body()
      await release()
      return result
    } catch {
      await release()
      throw error
    }
  }
}
