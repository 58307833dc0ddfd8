public import SemperCryptography
import SemperModel

/// The way of tokens to the other side: an HTTP request, an outbox that it polls, a message of an exchange.
public protocol PaymentCarrier: Sendable {
  /// Brings a token and returns when the other side has it durably, or an outbox that it will read has. Bears repetition.
  ///
  /// Throws a `Refusal` when the other side will never take it; one that passes (`isPassing`) and anything else mean that it
  /// has to be brought again.
  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws
}
