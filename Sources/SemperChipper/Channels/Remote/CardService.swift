public import SemperCommunication
import SemperModel

/// A card for terminals elsewhere, over any transport: a merchant's module in the back office for the tills in front.
///
/// Only who holds the pairing secret is answered. The last command of each conversation may come again and gets the same answer;
/// a request that was recorded, also before a restart, gets nothing new done.
public struct CardService<Application: CardApplication>: Sendable {
  /// The path that it answers at.
  public static var path: String { "/card" }

  private let desk: CardDesk

  public init(_ card: Card<Application>, pairing: CardPairing) {
    desk = CardDesk(pairing) { command in
      await card.turnstile.enter()
      defer { card.turnstile.leave() }
      return try await card.process(command)
    }
  }

  public var routes: [Route] { CardDesk.routes(at: Self.path) { [desk] _ in desk } }
}
