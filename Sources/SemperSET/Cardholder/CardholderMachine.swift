public import SemperModel

/// The order of a purchase on the cardholder's side, as a value. It neither signs nor verifies: `CardholderDesk` does, and
/// what it has judged comes back as an event.
///
/// Between the purchase having left and a signed answer the payment is in doubt: only an answer leads out, and the way to get
/// one is to send the same purchase again, or to inquire.
public struct CardholderMachine: Sendable, Hashable {
  public enum Event: Sendable, Hashable {
    /// PInitReq has been written.
    case begun(message: [UInt8])
    /// PInitRes was judged good.
    case offered
    /// The person agrees to this amount for this payee, or does not.
    case approved, declined
    /// PReq has been written.
    case signed(message: [UInt8])
    /// PRes or InqRes was judged good.
    case answered(CompletionCode)
    /// Nothing came in time.
    case timedOut
    /// The merchant answered with Error, or with what was not judged good.
    case refused(SETRefusal)
  }

  public enum Action: Sendable, Hashable {
    case writeBeginning
    case send(message: [UInt8])
    case askPerson
    case writePurchase
    /// Ask the merchant what has become of the purchase.
    case inquire
    case finish(Outcome)
  }

  public enum Outcome: Sendable, Hashable {
    case paid(CompletionCode)
    case rejected
    /// Before the purchase was signed: nothing can have been taken.
    case notBought(Refusal?)
  }

  private enum State: Sendable, Hashable {
    case beginning
    case waitingForOffer(message: [UInt8])
    case asking
    case signing
    /// In doubt: the purchase may have reached the merchant.
    case waitingForAnswer(message: [UInt8])
    case finished(Outcome)
  }

  private var state = State.beginning

  public init() {}

  public var isFinished: Bool {
    switch state {
    case .finished: true
    case .beginning, .waitingForOffer, .asking, .signing, .waitingForAnswer: false
    }
  }

  /// What has to be done now, after a restart as at any time.
  public var outstandingActions: [Action] {
    switch state {
    case .beginning: [.writeBeginning]
    case .waitingForOffer(let message), .waitingForAnswer(let message): [.send(message: message)]
    case .asking: [.askPerson]
    case .signing: [.writePurchase]
    case .finished(let outcome): [.finish(outcome)]
    }
  }

  /// Takes an event and gives what is to be done. An event that does not belong to the state changes nothing.
  public mutating func handle(_ event: Event) -> [Action] {
    switch (state, event) {
    case (.beginning, .begun(let message)): state = .waitingForOffer(message: message)
    case (.waitingForOffer, .offered): state = .asking
    case (.asking, .approved): state = .signing
    case (.asking, .declined), (.signing, .declined): state = .finished(.notBought(nil))
    case (.signing, .signed(let message)): state = .waitingForAnswer(message: message)
    case (.waitingForAnswer, .answered(let code)):
      switch code {
      case .orderReceived, .orderNotReceived: return [.inquire]
      case .orderRejected: state = .finished(.rejected)
      case .meaninglessRatio, .authorizationPerformed, .capturePerformed, .creditPerformed:
        state = .finished(.paid(code))
      }
    case (.beginning, .refused(let refusal)), (.waitingForOffer, .refused(let refusal)),
      (.asking, .refused(let refusal)), (.signing, .refused(let refusal)):
      state = .finished(.notBought(refusal.refusal))
    case (.waitingForAnswer, .refused), (.waitingForAnswer, .timedOut): return [.inquire]
    case (.waitingForOffer, .timedOut): break
    case (.beginning, _), (.waitingForOffer, _), (.asking, _), (.signing, _), (.waitingForAnswer, _), (.finished, _):
      return []
    }
    return outstandingActions
  }
}
