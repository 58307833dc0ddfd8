import SemperModel

/// The few moments that make a difference to a machine: time is abstract, and passes from one to the next whenever it
/// likes. The two complaint windows end by steps of their own, which `WorldState` counts.
enum Instant: UInt8, CaseIterable, Sendable {
  /// A whole window still fits before the exchange closes.
  case early
  /// It no longer does, so an originator must not open.
  case late
  /// The arbiter aborts what it has not decided.
  case closed

  static let patience = Span(seconds: 600)
  static let window = Span(seconds: 3_600)
  static let start = Timestamp(seconds: 1_795_000_000)
  /// When an exchange closes, so that `early` is the last second in which its originator may open.
  static func closing(windows: Int) -> Timestamp {
    start.advanced(by: Span(seconds: Int64(windows) * window.seconds + patience.seconds + 1))
  }

  func time(closing: Timestamp) -> Timestamp {
    switch self {
    case .early: Self.start
    case .late: Self.start.advanced(by: Span(seconds: 1))
    case .closed: closing.advanced(by: Span(seconds: 1))
    }
  }

  var next: Instant? { Instant(rawValue: rawValue + 1) }
}
