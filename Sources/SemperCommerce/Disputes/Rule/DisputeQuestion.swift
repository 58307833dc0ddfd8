public import SemperCoding

/// What the evidence leaves open, so that a person has to judge.
public enum DisputeQuestion: String, Sendable, CaseIterable, CanonicalValue {
  case whatWasAgreed, whetherArrived, whatDelayIsWorth, whatMissingPartIsWorth, whenItWasDelivered, whenItWasDamaged,
    whetherAsAgreed
  /// A carrier says that the goods were offered and not taken; that some of several things were damaged.
  case whetherRefusedRightly, whatDamageIsWorth
  case whetherRefundIsOwed, whoOrdered, whetherPaymentIsOwed
  /// Statements that exclude each other.
  case whichEvidenceIsTrue
}
