public import SemperCryptography

/// Which of the three pairs of messages that look alike a structure belongs to.
public protocol ReversalKind: Sendable {
  static var move: ReversalMove { get }
  static var requestType: OID { get }
  static var requestEnvelope: OID { get }
  static var answerType: OID { get }
  static var answerEnvelope: OID { get }
  static func request(_ message: ReversalReq<Self>) -> SETMessage
  static func request(in message: SETMessage) -> ReversalReq<Self>?
  static func answer(_ message: ReversalRes<Self>) -> SETMessage
  static func answer(in message: SETMessage) -> ReversalRes<Self>?
}

/// Undoing a capture, as if it had never been.
public enum CaptureReversal: ReversalKind {
  public static var move: ReversalMove { .uncapture }
  public static var requestType: OID { SETArc.contentType(29) }
  public static var requestEnvelope: OID { SETArc.contentType(65) }
  public static var answerType: OID { SETArc.contentType(31) }
  public static var answerEnvelope: OID { SETArc.contentType(67) }
  public static func request(_ message: ReversalReq<Self>) -> SETMessage { .capRevReq(message) }
  public static func answer(_ message: ReversalRes<Self>) -> SETMessage { .capRevRes(message) }
  public static func request(in message: SETMessage) -> ReversalReq<Self>? {
    if case .capRevReq(let found) = message { found } else { nil }
  }
  public static func answer(in message: SETMessage) -> ReversalRes<Self>? {
    if case .capRevRes(let found) = message { found } else { nil }
  }
}

/// Giving money back after a capture.
public enum Credit: ReversalKind {
  public static var move: ReversalMove { .credit }
  public static var requestType: OID { SETArc.contentType(32) }
  public static var requestEnvelope: OID { SETArc.contentType(68) }
  public static var answerType: OID { SETArc.contentType(34) }
  public static var answerEnvelope: OID { SETArc.contentType(70) }
  public static func request(_ message: ReversalReq<Self>) -> SETMessage { .credReq(message) }
  public static func answer(_ message: ReversalRes<Self>) -> SETMessage { .credRes(message) }
  public static func request(in message: SETMessage) -> ReversalReq<Self>? {
    if case .credReq(let found) = message { found } else { nil }
  }
  public static func answer(in message: SETMessage) -> ReversalRes<Self>? {
    if case .credRes(let found) = message { found } else { nil }
  }
}

/// Undoing a credit.
public enum CreditReversal: ReversalKind {
  public static var move: ReversalMove { .uncredit }
  public static var requestType: OID { SETArc.contentType(35) }
  public static var requestEnvelope: OID { SETArc.contentType(71) }
  public static var answerType: OID { SETArc.contentType(37) }
  public static var answerEnvelope: OID { SETArc.contentType(73) }
  public static func request(_ message: ReversalReq<Self>) -> SETMessage { .credRevReq(message) }
  public static func answer(_ message: ReversalRes<Self>) -> SETMessage { .credRevRes(message) }
  public static func request(in message: SETMessage) -> ReversalReq<Self>? {
    if case .credRevReq(let found) = message { found } else { nil }
  }
  public static func answer(in message: SETMessage) -> ReversalRes<Self>? {
    if case .credRevRes(let found) = message { found } else { nil }
  }
}

/// What is done with the money.
public enum ReversalMove: Sendable { case uncapture, credit, uncredit }
