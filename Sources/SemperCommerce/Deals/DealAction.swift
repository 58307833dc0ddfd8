public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperTerms

/// What a deal asks to be done. Every action bears repetition.
public enum DealAction: Hashable, Sendable {
  /// Decide whether to go on after a phase, by policy or by asking the person; a refusal that has already happened is
  /// given along. Answered by `decided`. The evidence so far is in the archive before a question is put.
  case decide(Phase, after: Refusal?, evidence: [SignedStatement])
  /// Check what was received and take one of these options. Answered by `chosen`.
  case choose([String])
  /// Fill in what we give in this step, or say that we will not: these items, until then. Answered by `filled` or, with `else`, by
  /// `chosen`.
  case fill([String], until: Timestamp)
  /// Send the money, seal the data and issue the rights that we give in this step. Answered by `handed`, or by
  /// `taken` with what is in the way for good.
  case hand([HandOver])
  /// See whether what the peer's deed gives is here and as it says, and whether we agree to sign it too. Answered by `taken`.
  case take(SignedStatement)
  /// Ask the arbiter how it has ruled, until then. Answered by `ruled`, or by `timePassed` once it has not ruled by then.
  case hear(until: Timestamp)
  /// Answered by `signed`.
  case sign(DealDocument)
  /// Bring a statement to the peer, for as long as it takes. Answered by `delivered`. Only the buyer is asked to: the
  /// seller's statements wait in its outbox.
  case send(SignedStatement)
  /// Ask the seller for its statements after so many. Answered by `received` or `refused`.
  case listen(after: Int)
  /// Answered by `timePassed` with the same time.
  case wait(until: Timestamp)
  /// Something for the exchange: never `send` or `wait`, which the deal does itself.
  case exchange(ExchangeAction)
  /// Put all evidence into the archive. Answered by `closed`.
  case close([SignedStatement])
}

/// A statement of the deal before it is signed.
public enum DealDocument: Hashable, Sendable {
  case order(Order)
  case contract(Contract)
  /// The peer has signed it; our signature completes it.
  case countersignature(SignedStatement)
  case choice(Choice)
  case deed(Deed)
}
