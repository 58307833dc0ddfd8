import SemperCoding
public import SemperCryptography
public import SemperModel

/// How a transfer ended for one recipient, in plain words and with what proves it. Only `received` says that the recipient
/// has the package; silence never does.
public enum TransferOutcome: Hashable, Sendable {
  /// The recipient has signed for it (NRD).
  case received(SignedStatement)
  /// The recipient says over its channel that it has it. No receipt was asked for, and nothing proves it.
  case acknowledged
  case refused(Refusal)
  /// Nobody answered; the delivery agent has taken the letter (NRS).
  case submitted(SignedStatement)
  /// Nobody signed; the delivery agent has handed the letter over (NRS and NRT).
  case transported(submission: SignedStatement, transport: SignedStatement)
  /// Nobody answered in time. The recipient may have the package or not.
  case silent
  /// The sender gave up before. The recipient may have the package or not.
  case givenUp

  /// The tokens that come with it.
  public var tokens: [SignedStatement] {
    switch self {
    case .received(let receipt): [receipt]
    case .submitted(let submission): [submission]
    case .transported(let submission, let transport): [submission, transport]
    case .acknowledged, .refused, .silent, .givenUp: []
    }
  }
}
