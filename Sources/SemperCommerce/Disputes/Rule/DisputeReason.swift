public import SemperCoding

/// Why a dispute was decided as it was, as one word that crosses the wire.
public enum DisputeReason: String, Sendable, CaseIterable, CanonicalValue {
  /// This side cannot have such a claim.
  case notTheirs
  /// The other side has admitted it, or this much.
  case admitted
  // For the claimant
  case deliveryNotShown, faultProven, damagedAtHandOver, refundPromised, exchangeUndone, paidMoreThanAgreed, noOrder
  case returnedToSender
  case deliveredAndUnpaid
  // Against the claimant
  case nothingPaid, delivered, notYetDue, inTime, intactAtHandOver, acceptedByChoice, alreadyGivenBack, paidOnce
  case orderedUnderOwnKey, paidInFull
  /// A person has weighed what the evidence leaves open.
  case judged
}
