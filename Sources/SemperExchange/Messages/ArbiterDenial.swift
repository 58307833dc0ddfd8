public import SemperModel

/// The arbiter's own no to a call about an exchange: with it, nothing more will ever come from the arbiter.
///
/// Only what the arbiter says of the exchange itself is such an answer. That it lacks a ciphertext, room or time, or that
/// its policy or a limit stands against a call, denies a *means* of being helped. It settles nothing: the peer may bring what
/// is missing, room may come free, and from the close on every call gets the decision or an abort (timeliness). A machine cannot
/// be told of a refused means, because nothing turns one into this type.
public struct ArbiterDenial: Hashable, Sendable {
  public let refusal: Refusal

  /// `nil` where a means is refused: the call is to be made again.
  public init?(_ refusal: Refusal) {
    guard refusal.code.deniesDecision else { return nil }
    self.refusal = refusal
  }

  /// As it stands in a journal, which may be older than the rule.
  init(journalled refusal: Refusal) { self.refusal = refusal }
}

extension RefusalCode {
  fileprivate var deniesDecision: Bool {
    switch self {
    case .malformed, .unknownKind, .badSignature, .wrongSigner, .untrusted, .lockInvalid, .goodsInvalid, .proofInvalid,
      .notAParty, .alreadyDecided, .decisionLost:
      true
    case .epochDestroyed, .tooLarge, .expired, .outsideTerms, .termsChanged, .notAsOffered, .userDeclined, .idReused,
      .unknownDeal, .tooLate, .dealEnded, .goodsMissing, .insufficientFunds, .doubleSpend, .coinInvalid,
      .amountMismatch,
      .unknownAccount, .unknownLock, .lockEnded, .limitExceeded, .idempotencyConflict, .notFound, .overloaded,
      .unavailable, .wrongCurrency, .lockMissing, .notAnonymous, .notAccredited, .noCommonPayment, .paymentCommitted,
      .refundExceeded, .unknownPayment, .notSupported, .rolledBack, .notAsListed, .tooFewSignatures, .withdrawn,
      .statusTooOld, .notEvaluated, .credentialInvalid, .credentialMissing:
      false
    }
  }
}
