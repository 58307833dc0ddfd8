import SemperChipper
import SemperModel

/// A wallet's chip card, opened.
struct InsertedChip: Sendable {
  let number: CardNumber
  let expires: Timestamp
  /// The PC/SC reader that holds it; `nil` for a card in software.
  let reader: String?
  let channel: any CardChannel
  let pin: PIN
}
