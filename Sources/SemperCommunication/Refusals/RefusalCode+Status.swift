public import SemperModel

extension RefusalCode {
  /// The HTTP status (RFC 9110, RFC 6585) that a refusal travels under. Clients decide by the code, never by the
  /// status.
  public var status: Int {
    switch self {
    case .malformed, .unknownKind: 400
    case .badSignature, .wrongSigner, .untrusted, .notAParty, .tooFewSignatures, .notEvaluated,
      .credentialInvalid, .credentialMissing:
      403
    case .notFound, .unknownDeal, .unknownAccount, .unknownLock, .unknownPayment: 404
    case .expired, .outsideTerms, .termsChanged, .notAsOffered, .userDeclined, .idReused, .tooLate, .dealEnded,
      .alreadyDecided, .goodsMissing, .insufficientFunds, .doubleSpend, .lockEnded, .limitExceeded, .decisionLost,
      .wrongCurrency, .lockMissing, .notAnonymous, .notAccredited, .noCommonPayment, .paymentCommitted,
      .refundExceeded, .notSupported, .rolledBack, .withdrawn, .statusTooOld:
      409
    case .epochDestroyed: 410
    case .tooLarge: 413
    case .lockInvalid, .goodsInvalid, .proofInvalid, .coinInvalid, .amountMismatch, .idempotencyConflict, .notAsListed:
      422
    case .overloaded: 429
    case .unavailable: 503
    }
  }

  /// Whether the same request may succeed later, so that a refusal with this code settles nothing.
  public var isPassing: Bool {
    switch self {
    case .overloaded, .unavailable: true
    case .malformed, .unknownKind, .tooLarge, .badSignature, .wrongSigner, .untrusted, .expired, .outsideTerms,
      .termsChanged, .notAsOffered, .userDeclined, .idReused, .unknownDeal, .tooLate, .dealEnded, .lockInvalid,
      .goodsInvalid, .proofInvalid, .notAParty, .alreadyDecided, .goodsMissing, .epochDestroyed, .decisionLost,
      .insufficientFunds,
      .doubleSpend, .coinInvalid, .amountMismatch, .unknownAccount, .unknownLock, .lockEnded, .limitExceeded,
      .wrongCurrency, .lockMissing, .notAnonymous, .notAccredited, .noCommonPayment, .paymentCommitted,
      .refundExceeded, .unknownPayment, .notSupported, .idempotencyConflict, .notFound, .rolledBack, .notAsListed,
      .tooFewSignatures, .withdrawn, .statusTooOld, .notEvaluated, .credentialInvalid, .credentialMissing:
      false
    }
  }
}
