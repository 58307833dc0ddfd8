/// How far apart the clocks of two honest parties may be. Neither can tell which of the two is wrong.
public enum ClockTolerance {
  public static let span = Span(seconds: 300)

  /// Refuses, with nobody's blame, what was made later than a clock within the tolerance can show.
  ///
  /// - Parameters:
  ///   - what: what was made, as the beginning of a sentence, such as “the order”.
  ///   - issued: when it was made, by its maker's clock.
  ///   - now: by ours.
  public static func check(_ what: String, issued: Timestamp, at now: Timestamp) throws(Refusal) {
    guard issued <= now.advanced(by: span) else {
      throw Refusal(
        .expired, blame: .undetermined,
        "\(what) says that it was made at \(issued), and here it is \(now): one of the two clocks is wrong; set it right "
          + "and try again")
    }
  }
}
