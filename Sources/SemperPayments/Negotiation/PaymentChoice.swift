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
  /// What the payer has and the payee does not take.
  public let untaken: [SchemeID]

  /// The best; refuses (`noCommonPayment`) when there is none, and says which side excludes what.
  public func best() throws(Refusal) -> Candidate {
    guard let best = candidates.first else {
      throw Refusal(.noCommonPayment, blame: .undetermined, reasons.joined(separator: ". "))
    }
    return best
  }

  private var reasons: [String] {
    let (ours, theirs) = (mismatches.filter { $0.refusal.blame == .us }, mismatches.filter { $0.refusal.blame != .us })
    func listed(_ side: String, _ reasons: [String]) -> String? {
      reasons.isEmpty ? nil : "\(side): \(reasons.joined(separator: "; "))"
    }
    let payer = ours.map { "\($0.scheme): \($0.refusal.detail)" }
    let payee =
      theirs.map { "\($0.scheme): \($0.refusal.detail)" }
      + (untaken.isEmpty ? [] : ["it does not take \(untaken.map(\.description).joined(separator: ", "))"])
    return [listed("on the payer's side", payer), listed("on the payee's side", payee)].compactMap(\.self)
  }
}
