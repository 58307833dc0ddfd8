public import SemperEngine
public import SemperModel

/// One side of one operation in one payment system, as a value: a signal goes in, steps come out.
///
/// This is the protocol part that a payment system brings. It knows no clock, no I/O, no randomness beyond the opening's and no
/// keys; it never throws when it handles, because a refusal is a conclusion. States, numbering, signing of tokens, repetition,
/// time limits, cancelling and the rule that nothing fails after its commit point without proof are the machine's
/// (`PaymentMachine`), the same for all systems.
public protocol PaymentSide: Sendable {
  /// Name and version for the journal, such as `payment-ecash`, 1. Another name for each system.
  static var machine: MachineIdentity { get }

  /// Takes up the operation. Throws what makes it impossible from the start; nothing has happened then.
  init(_ opening: PaymentOpening) throws(Refusal)

  /// Judges something from the other side before it is journalled. What is refused here changes nothing, and the other side
  /// learns why.
  func check(_ body: [UInt8], at time: Timestamp) throws(Refusal)

  mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep]

  /// Judges somebody's evidence by itself, with the keys of the providers that the judge believes. Refuses (`proofInvalid`)
  /// what does not prove its claim.
  static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal)

  /// By what the owner of the purse recognises, in its statements of account, what an operation has moved.
  ///
  /// Only what the provider's own words say, or what follows from names that the operation has given: a payment is never guessed from
  /// its amount. None where the operation moves nothing on an account of ours, or the provider does not tell us how it has booked it.
  ///
  /// - Parameter conclusion: how it ended; `nil` while it goes on.
  static func movements(of opening: PaymentOpening, ending conclusion: PaymentConclusion?) -> [MovementName]
}

extension PaymentSide {
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] { [] }
}
