public import SemperCryptography
public import SemperEngine
public import SemperModel

/// A hearing of which no ruling reaches this side: it lasts until its time is over, and the deal goes the way that the terms have for that.
public enum HearingWithoutWord {
  private static let longest = Span(seconds: 400 * 86_400)

  /// Returns never; the driver cancels it when the hearing's time is over.
  public static func wait(_ time: any TimeSource) async throws -> (statement: SignedStatement, issued: Timestamp) {
    while true { try await time.wait(until: await time.now().advanced(by: longest)) }
  }
}
