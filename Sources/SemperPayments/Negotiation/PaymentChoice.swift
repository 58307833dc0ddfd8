public import SemperModel

/// Which of an offer's options can be paid with which purse, and why not with the others. Fit is a fact about deal and purses;
/// the order among what fits is taste.
public struct PaymentChoice: Hashable, Sendable {
  /// An option that a purse can pay.
  public struct Candidate: Hashable, Sendable {
    public let option: Int
    public let purse: PurseID
    public let scheme: SchemeID
    public let amount: Money
    public let fit: PaymentFit
  }

  /// Why an option cannot be paid with a purse, or with any.
  public struct Mismatch: Hashable, Sendable {
    public let option: Int
    public let purse: PurseID?
    public let scheme: SchemeID
    public let refusal: Refusal
  }

  /// The best first.
  public let candidates: [Candidate]
  public let mismatches: [Mismatch]

  /// The best; refuses (`noCommonPayment`) with all the reasons when there is none.
  public func best() throws(Refusal) -> Candidate {
    guard let best = candidates.first else {
      let reasons = mismatches.map { "\($0.scheme): \($0.refusal.detail)" }
      throw Refusal(.noCommonPayment, blame: .undetermined, reasons.joined(separator: "; "))
    }
    return best
  }
}
