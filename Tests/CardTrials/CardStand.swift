public import SemperChipper

/// Where a purse and a module can be reached: in this process, or in two readers.
public protocol CardStand: Sendable {
  /// Puts the cards in, in place of those that were there.
  func insert(_ purse: Card<Purse>, _ module: Card<Module>) async throws
  /// A way to the card that is in, independent of the others.
  func purse() async throws -> any CardChannel
  func module() async throws -> any CardChannel
  /// Takes a card out and puts it back.
  func pullPurse() async throws(CardFailure)
  func pullModule() async throws(CardFailure)
}
