public import SemperEngine
public import SemperModel

/// The order of a payment on the merchant's side, as a value, from the purchase to the last credit.
///
/// A request that has left is in doubt until the gateway's signed answer comes: it is sent again as it is, under its own name,
/// and the gateway decides it once.
public struct MerchantMachine: ProtocolMachine, Hashable {
  public typealias Event = MerchantEvent

  public static let identity = MachineIdentity(name: "set-merchant", version: 1)

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
    case telling
    case resting
    case closed
  }

  private var state = State.open
  public private(set) var money = Position.none

  public init() {}

  public var outstandingActions: [Action] {
    switch state {
    case .open, .resting, .closed: []
    case .writing(let step): [Self.write(step)]
    case .asked(_, let message): [.send(message: message)]
    case .telling: [.answer]
    }
  }

  public var isFinished: Bool {
    switch state {
    case .closed: true
    case .open, .writing, .asked, .telling, .resting: false
    }
  }

  /// Whether a request may have reached the gateway whose answer is not known.
  public var isInDoubt: Bool {
    switch state {
    case .asked: true
    case .open, .writing, .telling, .resting, .closed: false
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
  public mutating func handle(_ event: Event, at time: Timestamp) -> [Action] {
    switch (state, event) {
    case (.open, .purchaseReceived): state = .writing(.approval)
    case (.writing(let step), .written(let message)): state = .asked(step, message: message)
    case (.asked(.approval, _), .approved(let amount)): tell(.held(amount))
    case (.asked(.approval, _), .declined): tell(.declined)
    case (.asked(let step, _), .done): tell(position(after: step))
    case (.asked, .notDone): state = .telling
    case (.telling, .told): state = .resting
    case (.resting, .capture), (.resting, .void), (.resting, .credit):
      guard let step = step(event) else { return [] }
      state = .writing(step)
    case (.open, .close), (.resting, .close): state = .closed
    case (.asked, .timedOut): break
    case (.open, _), (.writing, _), (.asked, _), (.telling, _), (.resting, _), (.closed, _): return []
    }
    return outstandingActions
  }

  private mutating func tell(_ position: Position) {
    money = position
    state = .telling
  }

  /// What the seller may want where the money is.
  private func step(_ wish: Event) -> Step? {
    switch (wish, money) {
    case (.capture(let amount), .held(let held)):
      amount.currency == held.currency && (1...held.minorUnits).contains(amount.minorUnits) ? .capture(amount) : nil
    case (.void, .held): .void
    case (.credit(let amount), .captured(let captured, let credited)):
      amount.currency == captured.currency && amount.minorUnits > 0
        && credited.minorUnits + amount.minorUnits <= captured.minorUnits ? .credit(amount) : nil
    case (_, .none), (_, .held), (_, .captured), (_, .voided), (_, .declined): nil
    }
  }

  private func position(after step: Step) -> Position {
    switch (step, money) {
    case (.capture(let amount), _): .captured(amount, credited: .zero(amount.currency))
    case (.void, _): .voided
    case (.credit(let amount), .captured(let captured, let credited)):
      .captured(captured, credited: credited.adding(amount) ?? credited)
    case (.approval, _), (.credit, .none), (.credit, .held), (.credit, .voided), (.credit, .declined): money
    }
  }
}
