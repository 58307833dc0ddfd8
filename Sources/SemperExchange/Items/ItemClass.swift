public import SemperCoding

/// What a third party can do about an item, which decides how it may be exchanged.
public enum ItemClass: String, Sendable, CaseIterable, CanonicalValue {
  /// A statement that counts with its opening or the arbiter's resolution: surely delivered by the arbiter.
  case statement = "Sb"
  /// Money locked at a ledger that obeys the arbiter: surely delivered by the arbiter.
  case lock = "L"
  /// Data against an agreed root: bad data can be proved, with a short proof, but not delivered by the arbiter.
  case data = "D2"

  /// Whether the arbiter can deliver the item by itself.
  public var isStrong: Bool {
    switch self {
    case .statement, .lock: true
    case .data: false
    }
  }
}
