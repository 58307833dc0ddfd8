public import SemperCoding

/// What a third party can do about an item, which decides how it may be exchanged.
///
/// A container's class is the worst of its leaves: all of them share one opening secret and one decision.
public enum ItemClass: String, Sendable, CaseIterable, CanonicalValue {
  /// A statement that counts with its opening or the arbiter's resolution: surely delivered by the arbiter.
  case statement = "Sb"
  /// A credential whose registry obeys the arbiter: surely delivered, and taken back after a failure.
  case revocable = "Su"
  /// Money locked at a ledger that obeys the arbiter: surely delivered, final once claimed.
  case lock = "L"
  /// Money at such a ledger that can be taken back for a while after it was claimed.
  case reversibleLock = "Lu"
  /// Data that is defined as what the committed key opens: the arbiter sees at once whether it holds that key.
  case mail = "D0"
  /// Small data against an agreed root: the arbiter can open and check all of it at once.
  case checkedData = "D1"
  /// Data of any size against an agreed root: bad data can be proved, with a short proof, but not delivered by the
  /// arbiter.
  case data = "D2"
  /// Something that nobody can lock, such as a parcel: it can only be transferred, and leaves evidence.
  case unsecured = "N"

  /// Whether the arbiter can deliver the item by itself.
  public var isStrong: Bool {
    switch self {
    case .statement, .revocable, .lock, .reversibleLock: true
    case .mail, .checkedData, .data, .unsecured: false
    }
  }

  /// Whether the arbiter's failure decision still takes the item back once the peer has it.
  public var isUndoable: Bool {
    switch self {
    case .revocable, .reversibleLock: true
    case .statement, .lock, .mail, .checkedData, .data, .unsecured: false
    }
  }

  /// Whether a ledger holds the item, so that it has to be claimed before it is surely ours.
  public var standsAtLedger: Bool {
    switch self {
    case .lock, .reversibleLock: true
    case .statement, .revocable, .mail, .checkedData, .data, .unsecured: false
    }
  }

  /// Whether the item is ciphertext that travels beside the commitment.
  public var isData: Bool {
    switch self {
    case .mail, .checkedData, .data: true
    case .statement, .revocable, .lock, .reversibleLock, .unsecured: false
    }
  }

  /// Whether bad content shows only when the receiver complains, so that a resolution waits for a window.
  public var needsWindow: Bool { self == .data }
}
