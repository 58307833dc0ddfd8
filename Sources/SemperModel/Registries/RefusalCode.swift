public import SemperCoding

/// Why something was refused, as one word that crosses the wire.
public enum RefusalCode: String, Registered, CanonicalValue {
  // Form
  case malformed
  case unknownKind = "unknown-kind"
  case tooLarge = "too-large"
  // Signatures and trust
  case badSignature = "bad-signature"
  case wrongSigner = "wrong-signer"
  case untrusted, expired
  case rolledBack = "rolled-back"
  case notAsListed = "not-as-listed"
  case tooFewSignatures = "too-few-signatures"
  case withdrawn
  case statusTooOld = "status-too-old"
  case notEvaluated = "not-evaluated"
  // Deal
  case outsideTerms = "outside-terms"
  case termsChanged = "terms-changed"
  case notAsOffered = "not-as-offered"
  case userDeclined = "user-declined"
  case idReused = "id-reused"
  case unknownDeal = "unknown-deal"
  case tooLate = "too-late"
  case dealEnded = "deal-ended"
  // Exchange
  case lockInvalid = "lock-invalid"
  case goodsInvalid = "goods-invalid"
  case proofInvalid = "proof-invalid"
  case notAParty = "not-a-party"
  case alreadyDecided = "already-decided"
  case goodsMissing = "goods-missing"
  case epochDestroyed = "epoch-destroyed"
  case decisionLost = "decision-lost"
  // Money
  case insufficientFunds = "insufficient-funds"
  case doubleSpend = "double-spend"
  case coinInvalid = "coin-invalid"
  case amountMismatch = "amount-mismatch"
  case unknownAccount = "unknown-account"
  case unknownLock = "unknown-lock"
  case lockEnded = "lock-ended"
  case limitExceeded = "limit-exceeded"
  case wrongCurrency = "wrong-currency"
  case lockMissing = "lock-missing"
  case notAnonymous = "not-anonymous"
  case notAccredited = "not-accredited"
  case noCommonPayment = "no-common-payment"
  case paymentCommitted = "payment-committed"
  case refundExceeded = "refund-exceeded"
  case unknownPayment = "unknown-payment"
  case notSupported = "not-supported"
  // Credentials
  case credentialInvalid = "credential-invalid"
  case credentialMissing = "credential-missing"
  // Service
  case idempotencyConflict = "idempotency-conflict"
  case notFound = "not-found"
  case overloaded
  case unavailable

  public var registration: Registration {
    switch self {
    case .malformed: Registration(1, "The bytes are not what this place accepts.")
    case .unknownKind: Registration(2, "A statement of this kind is not accepted here.")
    case .tooLarge: Registration(3, "The request is larger than the limit.")
    case .badSignature: Registration(10, "A signature does not verify.")
    case .wrongSigner: Registration(11, "The statement is signed by somebody else than required.")
    case .untrusted: Registration(12, "The signer's key does not lead to a trusted authority.")
    case .expired: Registration(13, "The statement is no longer accepted.")
    case .rolledBack: Registration(14, "A later version of it was seen before.")
    case .notAsListed: Registration(15, "It is not what signed metadata, or who asked, says that it is.")
    case .tooFewSignatures: Registration(16, "Fewer keys than must sign it have signed it.")
    case .withdrawn: Registration(17, "Its author no longer stands by it.")
    case .statusTooOld: Registration(18, "Whether its author still stands by it is not known well enough.")
    case .notEvaluated: Registration(19, "Too few trusted evaluators vouch for the service.")
    case .outsideTerms: Registration(20, "The terms of business do not allow this step now.")
    case .termsChanged: Registration(21, "The terms are not those the deal is pinned to.")
    case .notAsOffered: Registration(22, "A contract or exchange differs from the offer.")
    case .userDeclined: Registration(23, "The person said no.")
    case .idReused: Registration(24, "The id was used before.")
    case .unknownDeal: Registration(25, "There is no such deal.")
    case .tooLate: Registration(26, "The time for this step is over.")
    case .dealEnded: Registration(27, "The deal has ended.")
    case .lockInvalid: Registration(30, "A locked item does not match its description.")
    case .goodsInvalid: Registration(31, "Data does not match the agreed root.")
    case .proofInvalid: Registration(32, "A proof of misbehaviour does not hold.")
    case .notAParty: Registration(33, "The caller is not a party to the exchange.")
    case .alreadyDecided: Registration(34, "The arbiter has decided otherwise.")
    case .goodsMissing: Registration(37, "Goods that are needed, or their ciphertext, are not here.")
    case .epochDestroyed:
      Registration(35, "The arbiter has destroyed the key of the exchange's epoch; after the close it aborts.")
    case .decisionLost:
      Registration(36, "The arbiter may have lost its decision on this exchange; the parties settle jointly.")
    case .insufficientFunds: Registration(40, "The account or wallet holds too little.")
    case .doubleSpend: Registration(41, "A coin was spent before.")
    case .coinInvalid: Registration(42, "A coin is not genuine or not accepted any more.")
    case .amountMismatch: Registration(43, "The amounts of an operation do not add up.")
    case .unknownAccount: Registration(44, "There is no such account.")
    case .unknownLock: Registration(45, "There is no such lock.")
    case .lockEnded: Registration(46, "The lock has already ended another way.")
    case .limitExceeded: Registration(47, "A limit of the purse or the mint is exceeded.")
    case .wrongCurrency: Registration(48, "The amount is in another currency than the purse or account.")
    case .lockMissing: Registration(49, "The means of payment cannot lock money for a fair exchange.")
    case .notAnonymous: Registration(50, "The means of payment shows more of the payer than the deal allows.")
    case .notAccredited: Registration(51, "The payee is not certified for this means of payment.")
    case .noCommonPayment: Registration(52, "No means of payment suits both sides.")
    case .paymentCommitted: Registration(53, "Money may have moved already; only a refund undoes it.")
    case .refundExceeded: Registration(54, "The refunds together are more than the payment.")
    case .unknownPayment: Registration(55, "There is no such payment or purse here.")
    case .notSupported: Registration(56, "What is asked for cannot be done here, or not with this means of payment.")
    case .credentialInvalid: Registration(57, "A credential is not genuine, not shown to us, or not what it has to be.")
    case .credentialMissing: Registration(58, "A credential that is asked for was not shown, or no trusted issuer's.")
    case .idempotencyConflict: Registration(60, "The key was used for another request.")
    case .notFound: Registration(61, "There is nothing at this address.")
    case .overloaded: Registration(62, "Too many requests; try again later.")
    case .unavailable: Registration(63, "The service cannot answer now; try again later.")
    }
  }
}
