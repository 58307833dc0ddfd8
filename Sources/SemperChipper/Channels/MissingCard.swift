/// The way to a card that this machine cannot reach: every command gets the reason.
struct MissingCard: CardChannel {
  let failure: CardFailure

  func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU { throw failure }
  func hold() async throws(CardFailure) { throw failure }
  func release() async {}
}

extension PCSCChannel {
  /// The way to a card in a reader, also on a machine without a PC/SC library, where it says so to every command.
  public static func way(toCardIn reader: String) -> any CardChannel {
    do {
      return try PCSCChannel(reader: reader)
    } catch {
      return MissingCard(failure: error)
    }
  }
}
