/// What a proof of misbehaviour shows.
public enum ProofVerdict: Hashable, Sendable {
  /// The seller has cheated.
  case proven(Fault)
  /// The proof shows nothing against the seller.
  case notProven(Flaw)

  public enum Fault: String, Hashable, Sendable, CaseIterable {
    /// The committed chunk has a length that no honest chunk at its place has.
    case wrongLength
    /// The committed chunk does not open with the opening.
    case doesNotOpen
    /// It opens to something else than the described chunk.
    case notAsDescribed
  }

  public enum Flaw: String, Hashable, Sendable, CaseIterable {
    /// The lock does not fit the content, so nobody may have committed to it.
    case lockDoesNotFit
    case noSuchChunk
    /// The sealed chunk does not lead to ζ: the seller has not committed to it.
    case notInCiphertext
    /// The leaf does not lead to the root of the content: the seller has not described it.
    case notInContent
    /// The chunk is exactly as described.
    case chunkIsGood
  }
}
