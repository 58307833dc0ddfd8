public import SemperModel

/// The special operations of a means of payment.
public protocol PurseMenu: Sendable {
  var operations: [SpecialOperation] { get }
  /// Carries one out and says what came of it, for people. Throws a `Refusal` that is final; anything else means that the
  /// outcome is unknown and the same call has to be made again.
  func perform(_ operation: SpecialOperation, with input: SpecialInput) async throws -> String
}

/// What was given for an operation's input.
public enum SpecialInput: Hashable, Sendable {
  case none
  case amount(Money)
  case text(String)
}
