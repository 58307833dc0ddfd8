package import SemperCryptography
import SemperModel
package import SemperPayments
import Synchronization

/// The line between the two managers of a market; a deaf one lets no sender know the first time.
package final class MarketLine: PaymentCarrier {
  package struct LineCut: Error {}

  private struct State {
    var managers: [PaymentParty: PaymentManager] = [:]
    var seen: Set<Digest> = []
  }

  private let deaf: Bool
  private let state = Mutex(State())

  package init(deaf: Bool) { self.deaf = deaf }

  func connect(_ manager: PaymentManager, as party: PaymentParty) {
    state.withLock { $0.managers[party] = manager }
  }

  package func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    guard let peer = state.withLock({ $0.managers[party.peer] }) else { throw LineCut() }
    try await peer.take(token)
    let isNew = state.withLock { $0.seen.insert(token.digest).inserted }
    if deaf, isNew { throw LineCut() }
  }
}
