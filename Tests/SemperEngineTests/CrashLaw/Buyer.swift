import SemperCoding
import SemperEngine
import SemperModel

/// Pays once under a number of its own, tells the seller, waits for the goods.
struct Buyer: ProtocolMachine {
  enum Event: CanonicalValue {
    case drawn(Int)
    case paid, goods

    var json: JSON {
      switch self {
      case .drawn(let number): number.json
      case .paid: "paid".json
      case .goods: "goods".json
      }
    }

    init(json: JSON) throws(CodingError) {
      switch json {
      case .integer(let number): self = .drawn(Int(number))
      case .string("paid"): self = .paid
      case .string("goods"): self = .goods
      case .null, .bool, .number, .string, .array, .object: throw CodingError(.outOfRange, "no such event")
      }
    }
  }

  enum Action: Hashable, Sendable {
    case draw
    case pay(Int?)
    case tell
  }
  private enum State: Equatable {
    case new
    case drawn(Int)
    case paid, finished
  }

  static let identity = MachineIdentity(name: "buyer", version: 1)
  let flaw: Flaw?
  private var state = State.new

  init(flaw: Flaw?) { self.flaw = flaw }

  var isFinished: Bool { state == .finished }

  var outstandingActions: [Action] {
    switch state {
    case .new: [flaw == .actsBeforeJournalling ? .pay(nil) : .draw]
    case .drawn(let number): [.pay(number)]
    case .paid: flaw == .forgetsAnOutstandingAction ? [] : [.tell]
    case .finished: []
    }
  }

  mutating func handle(_ event: Event, at time: Timestamp) -> [Action] {
    switch (state, event) {
    case (.new, .drawn(let number)):
      state = .drawn(number)
      return [.pay(number)]
    case (.new, .paid), (.drawn, .paid):
      state = .paid
      return [.tell]
    case (.paid, .goods):
      state = .finished
      return []
    case (.new, _), (.drawn, _), (.paid, _), (.finished, _): return []
    }
  }
}
