import SemperChipper
import SemperModel

/// A wallet's chip card, opened.
struct InsertedChip: Sendable {
  let number: CardNumber
  let expires: Timestamp
  let memory: Card<SemperChipper.Purse>
  let pin: PIN
}
