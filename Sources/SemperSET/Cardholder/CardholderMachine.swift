public import SemperEngine
public import SemperModel

/// The order of a purchase on the cardholder's side, as a value. It neither signs nor verifies: `CardholderDesk` does, and
/// what it has judged comes back as an event.
///
/// Between the purchase having left and a signed answer the payment is in doubt: only an answer leads out, and the way to get
/// one is to inquire, or to send the same purchase again.
public struct CardholderMachine: ProtocolMachine, Hashable {
  public typealias Event = CardholderEvent

  public static let identity = MachineIdentity(name: "set-cardholder", version: 1)

  public enum Action: Sendable, Hashable {
    case writeBeginning
    case send(message: [UInt8])
    case askPerson
    case writePurchase
    /// Ask the merchant, after a pause, what has become of the purchase.
    case inquire
  }

  public enum Outcome: Sendable, Hashable {
    case paid(CompletionCode)
    case rejected
    /// Before the purchase was signed: nothing can have been taken. With the reason, if it was not the person's wish.
    case notBought(Refusal?)
  }

  private enum State: Sendable, Hashable {
    case beginning
    case waitingForOffer(message: [UInt8])
    case asking
    case signing
    /// The purchase may have reached the merchant.
    case waitingForAnswer(message: [UInt8])
    case inDoubt(message: [UInt8])
    case finished(Outcome)
  }

  private var state = State.beginning

  public init() {}

  /// How it ended, once it has.
  public var outcome: Outcome? {
    switch state {
    case .finished(let outcome): outcome
    case .beginning, .waitingForOffer, .asking, .signing, .waitingForAnswer, .inDoubt: nil
    }
  }

  public var isFinished: Bool { outcome != nil }

  public var outstandingActions: [Action] {
    switch state {
    case .beginning: [.writeBeginning]
    case .waitingForOffer(let message), .waitingForAnswer(let message): [.send(message: message)]
    case .asking: [.askPerson]
    case .signing: [.writePurchase]
    case .inDoubt: [.inquire]
    case .finished: []
    }
  }

  /// Takes an event and gives what is to be done. An event that does not belong to the state changes nothing.
  public mutating func handle(_ event: Event, at time: Timestamp) -> [Action] {
    switch (state, event) {
    case (.beginning, .begun(let message)): state = .waitingForOffer(message: message)
    case (.waitingForOffer, .offered): state = .asking
    case (.asking, .approved): state = .signing
    case (.asking, .declined), (.signing, .declined): state = .finished(.notBought(nil))
    case (.signing, .signed(let message)): state = .waitingForAnswer(message: message)
    case (.waitingForAnswer(let message), .answered(let code)), (.inDoubt(let message), .answered(let code)):
      answer(code, message)
    case (.beginning, .refused(let refusal)), (.waitingForOffer, .refused(let refusal)),
      (.asking, .refused(let refusal)), (.signing, .refused(let refusal)):
      state = .finished(.notBought(refusal))
    // A bad answer is no answer: the money may be gone.
    case (.waitingForAnswer(let message), .refused), (.waitingForAnswer(let message), .timedOut):
      state = .inDoubt(message: message)
    case (.waitingForOffer, .timedOut), (.inDoubt, .timedOut), (.inDoubt, .refused): break
    case (.beginning, _), (.waitingForOffer, _), (.asking, _), (.signing, _), (.waitingForAnswer, _), (.inDoubt, _),
      (.finished, _):
      return []
    }
    return outstandingActions
  }

  private mutating func answer(_ code: CompletionCode, _ message: [UInt8]) {
    switch code {
    case .orderReceived: state = .inDoubt(message: message)
    case .orderNotReceived: state = .waitingForAnswer(message: message)
    case .orderRejected: state = .finished(.rejected)
    case .meaninglessRatio, .authorizationPerformed, .capturePerformed, .creditPerformed: state = .finished(.paid(code))
    }
  }
}
