public import SemperModel
import SemperStatements

extension ArbiterPolicy {
  /// Whether the arbiter will help in an exchange like this one. Parties ask before they commit, the arbiter when it is
  /// called, and both get the same answer.
  ///
  /// Refuses with `outsideTerms`.
  ///
  /// - Parameters:
  ///   - closes: when the exchange closes.
  ///   - window: the complaint window; `nil` where it is not known, as in an abort.
  ///   - ledgers: how many ledgers the exchange names.
  ///   - ciphertexts: the lengths of the ciphertexts of both sides in bytes, as far as they are known.
  ///   - blame: whose the terms are.
  public func check(
    closes: Timestamp, window: Span?, ledgers: Int = 0, ciphertexts: [Int64] = [], at now: Timestamp, blame: Blame
  ) throws(Refusal) {
    guard closes <= now.advanced(by: longestLife) else {
      throw Refusal(
        .outsideTerms, blame: blame,
        "the exchange stays open longer than this arbiter's policy allows: agree on at most \(longestLife)")
    }
    if let window, !(shortestWindow...longestWindow).contains(window) {
      throw Refusal(
        .outsideTerms, blame: blame,
        "the complaint window is outside this arbiter's policy: agree on \(shortestWindow) to \(longestWindow)")
    }
    guard ledgers <= mostLedgers else {
      throw Refusal(
        .outsideTerms, blame: blame, "this arbiter's policy allows at most \(mostLedgers) ledgers in an exchange")
    }
    try check(ciphertexts: ciphertexts, blame: blame)
  }

  /// The same for items as they are described, before anything of them is locked.
  public func check(
    closes: Timestamp, window: Span, items: [DescribedItem], at now: Timestamp, blame: Blame
  ) throws(Refusal) {
    try check(
      closes: closes, window: window, ciphertexts: items.compactMap(\.description.sealedLength), at: now,
      blame: blame)
  }

  /// Refuses, with `outsideTerms`, ciphertexts that could not be left with the arbiter.
  public func check(ciphertexts: [Int64], blame: Blame) throws(Refusal) {
    guard ciphertexts.allSatisfy({ $0 <= longestCiphertext }) else {
      throw Refusal(
        .outsideTerms, blame: blame,
        "this arbiter's policy allows ciphertexts of at most \(longestCiphertext) bytes: give the data in pieces, or "
          + "agree on another arbiter")
    }
    var rest = mostData
    for length in ciphertexts {
      guard length <= rest else {
        throw Refusal(
          .outsideTerms, blame: blame,
          "this arbiter's policy allows at most \(mostData) bytes of ciphertexts in an exchange: make several of it, or agree "
            + "on another arbiter")
      }
      rest -= length
    }
  }
}
