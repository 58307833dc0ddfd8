import SemperEngine
import SemperModel
import SemperPayments
import Synchronization

/// Whose turn it is at one purse: from INITIALIZE to DEBIT a payment needs the card for itself, and in between somebody else has to
/// answer. Who holds it for too long loses it; the purse then pays whoever began last, and the other begins again.
final class CardTurns: Sendable {
  private static let patience = Span(seconds: 20)

  private struct Turn {
    var holder: PaymentID?
    var until: Timestamp?
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var next = 0
  }

  private let turn = Mutex(Turn())

  /// Returns when it is this operation's turn.
  func take(_ id: PaymentID, _ time: any TimeSource) async {
    while !Task.isCancelled {
      let now = await time.now()
      let until: Timestamp? = turn.withLock { turn in
        if let until = turn.until, turn.holder != nil, turn.holder != id, now < until { return until }
        turn.holder = id
        turn.until = now.advanced(by: Self.patience)
        return nil
      }
      guard let until else { return }
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.released() }
        group.addTask { try? await time.wait(until: until) }
        _ = await group.next()
        group.cancelAll()
      }
    }
  }

  /// Gives the turn on, if it is this operation's.
  func give(_ id: PaymentID) {
    let waiting = turn.withLock { turn -> [CheckedContinuation<Void, Never>] in
      guard turn.holder == id else { return [] }
      (turn.holder, turn.until) = (nil, nil)
      defer { turn.waiting = [:] }
      return Array(turn.waiting.values)
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns when the turn has been given on, or the task is cancelled.
  private func released() async {
    let number = turn.withLock { turn in
      turn.next += 1
      return turn.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = turn.withLock { turn in
          guard turn.holder != nil, !Task.isCancelled else { return true }
          turn.waiting[number] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      turn.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
    }
  }
}
