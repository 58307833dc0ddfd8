import SemperCoding
import SemperExchange
import SemperModel
import Testing

/// The check that parties make before they commit and that the arbiter makes when it is called.
@Suite struct ArbiterPolicyTests {
  private static let now = Timestamp(seconds: 1_795_000_000)
  private static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 100), longestLife: Span(seconds: 1_000), ledgers: 2,
    ciphertext: 500)

  private func allows(
    closes: Int64 = 1_000, window: Int64? = 60, ledgers: Int = 2, ciphertexts: [Int64] = [500, 500]
  ) -> Bool {
    (try? Self.policy.check(
      closes: Self.now.advanced(by: Span(seconds: closes)), window: window.map { Span(seconds: $0) }, ledgers: ledgers,
      ciphertexts: ciphertexts, at: Self.now, blame: .us)) != nil
  }

  @Test func eachLimitHoldsExactly() {
    #expect(allows() && allows(window: 100) && allows(window: nil))
    #expect(!allows(closes: 1_001))
    #expect(!allows(window: 59) && !allows(window: 101))
    #expect(!allows(ledgers: 3))
    #expect(!allows(ciphertexts: [500, 501]))
    #expect(allows(ciphertexts: [500, 250, 250]) && !allows(ciphertexts: [500, 250, 251]))
    #expect(!allows(ciphertexts: Array(repeating: 500, count: 3)))
  }

  @Test func aPolicyOfOldKeepsItsBytesAndItsDigest() throws {
    let policy = ArbiterPolicy(
      shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 100), longestLife: Span(seconds: 1_000))
    #expect(policy.json.object?.members.map(\.name) == ["longestLife", "longestWindow", "shortestWindow"])
    #expect(policy.mostLedgers == 16 && policy.longestCiphertext == 4 << 30)
    #expect(try ArbiterPolicy(canonicalBytes: policy.canonicalBytes) == policy)
    #expect(try ArbiterPolicy(canonicalBytes: Self.policy.canonicalBytes) == Self.policy)
  }
}
