public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperPayments

/// Some entries of an arbiter's log, one after another, believed without the others: each is signed by the arbiter, has its
/// number and names the chain value over those before it; and the last one, which so binds all of them, is proven to
/// stand under a signed checkpoint.
public struct LogExcerpt: Sendable {
  private let key: PublicKey
  private var chain: Digest?
  private var last: SignedStatement?
  /// The number that the next entry has to have.
  public private(set) var next: Int

  /// - Parameter number: of the first entry; what comes before it is not looked at.
  public init(from number: Int, of key: PublicKey) {
    self.key = key
    next = number
    chain = number == 0 ? LogAccumulator().chain : nil
  }

  /// The entry's decision; `nil` for a notice. Refuses with `badSignature`, or with `proofInvalid` what does not follow.
  public mutating func append(_ statement: SignedStatement) throws(Refusal) -> ArbiterDecision? {
    let entry = try VerifiedLogEntry(statement, by: key)
    guard entry.number == next, chain == nil || entry.previous == chain else {
      throw Refusal(
        .proofInvalid, blame: .peer,
        "entry \(next) of the log has another number or follows another entry; keep the answer")
    }
    chain = LogAccumulator.chain(statement, after: entry.previous)
    last = statement
    next += 1
    return entry.decision
  }

  /// Refuses, with `proofInvalid`, when the last of the entries is not proven to stand under a checkpoint of the arbiter's.
  public func check(_ proof: InclusionProof) throws(Refusal) {
    guard let last else { return }
    guard proof.number == next - 1 else {
      throw Refusal(.proofInvalid, blame: .peer, "the proof is for entry \(proof.number) and not for \(next - 1)")
    }
    _ = try proof.checked(for: last, keys: KeySet([key]))
  }
}
