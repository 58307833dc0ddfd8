import SemperEngine
import SemperModel
import Testing

@Suite struct RetryPolicyTests {
  @Test(arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (7, 30), (64, 30), (Int.max, 30)])
  func pausesDoubleUpToTheLongest(_ failures: Int, _ seconds: Int) {
    #expect(RetryPolicy().delay(afterFailures: failures) == Span(seconds: Int64(seconds)))
  }

  @Test func extremesDoNotOverflow() {
    let wide = Span(seconds: 9_007_199_254_740_991)
    #expect(RetryPolicy(first: wide, longest: wide).delay(afterFailures: 40) == wide)
    #expect(RetryPolicy(first: Span(seconds: 1), longest: wide).delay(afterFailures: 100) == wide)
  }

  @Test func aFailingActionNeverSpins() {
    #expect(RetryPolicy(first: Span(seconds: 0), longest: Span(seconds: 0)).delay(afterFailures: 1) == Span(seconds: 1))
  }
}
