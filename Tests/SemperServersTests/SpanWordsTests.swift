import SemperModel
import SemperTrustedUI
import Testing

/// Spans as a person reads them before she agrees to anything.
@Suite struct SpanWordsTests {
  @Test(arguments: [
    (0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (90, "90 seconds"), (120, "2 minutes"),
    (3_600, "1 hour"), (86_400, "1 day"), (604_800, "7 days"),
  ])
  func largestWholeUnit(_ seconds: Int64, _ words: String) {
    #expect(Span(seconds: seconds).words == words)
  }
}
