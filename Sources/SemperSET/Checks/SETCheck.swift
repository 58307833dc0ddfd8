import SemperModel

/// Every check that a message can fail, by the name that a test and a person find it under.
public enum SETCheck: String, Sendable, Hashable, CaseIterable {
  // Form
  case decoding, size, header, version, date, early, rrpid, supported
  // Certificates
  case certificateChain, certificateType, certificateBrand, merchantData, recipient
  // Cryptography
  case signature, envelope, baggage, contentType
  // Purchase
  case challenge, transaction, gatewayThumb, order, amount, payee, dualSignature, orderDigest
  // Card
  case transStain, cardholderName, cardExpiry, registrationSecret
  // Money
  case capToken, lock, state, batch

  /// The code that the Error message gives for it.
  public var errorCode: ErrorCode {
    switch self {
    case .decoding: .decodingFailure
    case .size: .messageTooBig
    case .header: .wrapperMsgMismatch
    case .version: .versionTooNew
    case .date: .messageTooOld
    case .early: .messageTooNew
    case .rrpid: .unknownRRPID
    case .supported: .messageNotSupported
    case .certificateChain, .certificateType, .certificateBrand, .merchantData: .invalidCertificate
    case .recipient: .missingCertificate
    case .signature, .envelope, .baggage, .contentType, .dualSignature, .orderDigest: .signatureFailure
    case .challenge: .challengeMismatch
    case .transaction: .unknownXID
    case .gatewayThumb: .thumbsMismatch
    case .order, .amount, .payee, .transStain, .cardholderName, .cardExpiry, .registrationSecret, .capToken, .lock,
      .state, .batch:
      .unspecifiedFailure
    }
  }

  var refusalCode: RefusalCode {
    switch self {
    case .decoding, .header, .contentType: .malformed
    case .size: .tooLarge
    case .version, .supported: .unknownKind
    case .date, .early: .expired
    case .rrpid: .idempotencyConflict
    case .certificateChain, .certificateType, .certificateBrand, .merchantData, .recipient: .untrusted
    case .signature, .envelope, .baggage, .dualSignature, .challenge: .badSignature
    case .transaction: .unknownDeal
    case .gatewayThumb, .order, .payee, .orderDigest: .notAsOffered
    case .amount: .amountMismatch
    case .transStain, .cardholderName, .cardExpiry, .registrationSecret: .unknownAccount
    case .capToken, .batch: .malformed
    case .lock: .lockInvalid
    case .state: .lockEnded
    }
  }
}
