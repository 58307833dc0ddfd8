import SemperCryptography
import SemperModel
import SemperPayments
import Synchronization

/// The line between the two managers of a market; a deaf one lets no sender know the first time.
final class MarketLine: PaymentCarrier {
  struct LineCut: Error {}

  private struct State {
    var managers: [PaymentParty: PaymentManager] = [:]
    var seen: Set<Digest> = []
  }

  private let deaf: Bool
  private let state = Mutex(State())

  init(deaf: Bool) { self.deaf = deaf }

  func connect(_ payer: PaymentManager, _ payee: PaymentManager) {
    state.withLock { $0.managers = [.payer: payer, .payee: payee] }
  }

  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    guard let peer = state.withLock({ $0.managers[party.peer] }) else { throw LineCut() }
    try await peer.take(token)
    let isNew = state.withLock { $0.seen.insert(token.digest).inserted }
    if deaf, isNew { throw LineCut() }
  }
}
