public import SemperModel

// How much time an exchange has to have left when its originator opens.
extension ExchangeBody {
  /// Until when everything is over that may follow an opening: the peer's time to answer, and then at the arbiter a resolution
  /// with a complaint window for each side that gives data.
  public static func end(
    ofOpeningAt time: Timestamp, patience: Span, window: Span, sidesWithData: Int
  ) -> Timestamp {
    (0..<max(1, sidesWithData)).reduce(time.advanced(by: patience)) { time, _ in time.advanced(by: window) }
  }

  /// Whether there is time enough until `closes` to open now; an originator that has less turns back.
  public func hasTimeToOpen(at now: Timestamp, until closes: Timestamp, patience: Span) -> Bool {
    let sides = ExchangeRole.allCases.filter { items(of: $0).contains { $0.itemClass == .data } }.count
    return Self.end(ofOpeningAt: now, patience: patience, window: window, sidesWithData: sides) < closes
  }
}
