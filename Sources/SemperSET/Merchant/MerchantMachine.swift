public import SemperModel

/// The order of a payment on the merchant's side, as a value, from the order's opening to the last credit.
///
/// A request that has left is in doubt until the gateway's signed answer comes: it is sent again as it is, under its own name,
/// and the gateway decides it once.
public struct MerchantMachine: Sendable, Hashable {
  public enum Event: Sendable, Hashable {
    /// PReq was judged good.
    case purchaseReceived
    /// A request to the gateway has been written.
    case written(message: [UInt8])
    /// AuthRes was judged good.
    case approved(Money)
    case declined
    /// CapRes, AuthRevRes, CredRes and the like were judged good.
    case done
    /// The gateway says that it cannot be done.
    case notDone(Refusal)
    /// What the seller wants next.
    case capture(Money)
    case void
    case credit(Money)
    case timedOut
  }

  public enum Action: Sendable, Hashable {
    case writeApproval
    case writeCapture(Money)
    case writeVoid
    case writeCredit(Money)
    case send(message: [UInt8])
    /// Tell the cardholder where things stand.
    case answer
  }

  /// Where the money is.
  public enum Position: Sendable, Hashable {
    case none
    case held(Money)
    case captured(Money, credited: Money)
    case voided, declined
  }

  private enum Step: Sendable, Hashable {
    case approval
    case capture(Money)
    case void
    case credit(Money)
  }

  private enum State: Sendable, Hashable {
    case open
    case writing(Step)
    case asked(Step, message: [UInt8])
    case resting
  }

  private var state = State.open
  public private(set) var money = Position.none

  public init() {}

  /// What has to be done now, after a restart as at any time.
  public var outstandingActions: [Action] {
    switch state {
    case .open: []
    case .writing(let step): [Self.write(step)]
    case .asked(_, let message): [.send(message: message)]
    case .resting: [.answer]
    }
  }

  /// Whether a request may have reached the gateway whose answer is not known.
  public var isInDoubt: Bool {
    switch state {
    case .asked: true
    case .open, .writing, .resting: false
    }
  }

  private static func write(_ step: Step) -> Action {
    switch step {
    case .approval: .writeApproval
    case .capture(let amount): .writeCapture(amount)
    case .void: .writeVoid
    case .credit(let amount): .writeCredit(amount)
    }
  }

  /// Takes an event and gives what is to be done. An event that does not belong to the state changes nothing.
  public mutating func handle(_ event: Event) -> [Action] {
    switch (state, event) {
    case (.open, .purchaseReceived): state = .writing(.approval)
    case (.writing(let step), .written(let message)): state = .asked(step, message: message)
    case (.asked(.approval, _), .approved(let amount)):
      money = .held(amount)
      state = .resting
    case (.asked(.approval, _), .declined):
      money = .declined
      state = .resting
    case (.asked(let step, _), .done):
      settle(step)
      state = .resting
    case (.asked, .notDone): state = .resting
    case (.resting, .capture(let amount)):
      guard case .held(let held) = money, amount.currency == held.currency,
        (1...held.minorUnits).contains(amount.minorUnits)
      else { return [] }
      state = .writing(.capture(amount))
    case (.resting, .void):
      guard case .held = money else { return [] }
      state = .writing(.void)
    case (.resting, .credit(let amount)):
      guard case .captured(let captured, let credited) = money, amount.currency == captured.currency,
        amount.minorUnits > 0, credited.minorUnits + amount.minorUnits <= captured.minorUnits
      else { return [] }
      state = .writing(.credit(amount))
    case (.asked, .timedOut): break
    case (.open, _), (.writing, _), (.asked, _), (.resting, _): return []
    }
    return outstandingActions
  }

  private mutating func settle(_ step: Step) {
    switch step {
    case .approval: break
    case .capture(let amount): money = .captured(amount, credited: .zero(amount.currency))
    case .void: money = .voided
    case .credit(let amount):
      guard case .captured(let captured, let credited) = money, let sum = credited.adding(amount) else { return }
      money = .captured(captured, credited: sum)
    }
  }
}
