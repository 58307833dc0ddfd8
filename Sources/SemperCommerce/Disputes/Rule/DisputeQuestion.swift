public import SemperCoding

/// What the evidence leaves open, so that a person has to judge.
public enum DisputeQuestion: String, Sendable, CaseIterable, CanonicalValue {
  case whatWasAgreed, whetherArrived, whatDelayIsWorth, whatMissingPartIsWorth, whenItWasDelivered, whenItWasDamaged,
    whetherAsAgreed
  case whetherRefundIsOwed, whoOrdered, whetherPaymentIsOwed
  /// Statements that exclude each other.
  case whichEvidenceIsTrue
}
