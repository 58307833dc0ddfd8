import SemperArchive
import SemperEngine
import Synchronization

/// The world outside the two processes: who can be reached, what was paid, what was shipped.
final class Market: Sendable {
  struct Unreachable: Error {}

  struct End: Sendable, Equatable {
    var payments = 0
    var shipments = 0
    var finished: Set<String> = []
  }

  private struct State {
    var end = End()
    var numbers = 0
    var paid: Set<Int> = []
    var buyer: MachineDriver<Buyer>?
    var seller: MachineDriver<Seller>?
  }

  private let state = Mutex(State())

  var end: End { state.withLock(\.end) }

  func draw() -> Int {
    state.withLock { state in
      state.numbers += 1
      return state.numbers
    }
  }

  /// A payment under the same number is the same payment.
  func pay(_ number: Int) {
    state.withLock { state in
      if state.paid.insert(number).inserted { state.end.payments += 1 }
    }
  }

  func open(_ driver: MachineDriver<Buyer>) { state.withLock { $0.buyer = driver } }
  func open(_ driver: MachineDriver<Seller>) { state.withLock { $0.seller = driver } }
  func finish(_ name: String) { state.withLock { _ = $0.end.finished.insert(name) } }

  /// A party that has finished knows the message already.
  func tell() async throws {
    let (seller, finished) = state.withLock { ($0.seller, $0.end.finished.contains("seller")) }
    guard !finished else { return }
    guard let seller else { throw Unreachable() }
    try await seller.submit(.told)
  }

  func ship() async throws {
    let (buyer, finished) = state.withLock { ($0.buyer, $0.end.finished.contains("buyer")) }
    guard !finished else { return }
    guard let buyer else { throw Unreachable() }
    try await buyer.submit(.goods)
    state.withLock { $0.end.shipments = 1 }
  }
}
