import SemperCoding
import SemperEngine
import SemperModel

/// Ships once it is told of the payment.
struct Seller: ProtocolMachine {
  enum Event: String, CanonicalValue { case told, shipped }
  enum Action: Hashable, Sendable { case ship }
  private enum State { case waiting, told, finished }

  static let identity = MachineIdentity(name: "seller", version: 1)
  private var state = State.waiting

  var isFinished: Bool { state == .finished }
  var outstandingActions: [Action] { state == .told ? [.ship] : [] }

  mutating func handle(_ event: Event, at time: Timestamp) -> [Action] {
    switch (state, event) {
    case (.waiting, .told):
      state = .told
      return [.ship]
    case (.told, .shipped):
      state = .finished
      return []
    case (.waiting, _), (.told, _), (.finished, _): return []
    }
  }
}
