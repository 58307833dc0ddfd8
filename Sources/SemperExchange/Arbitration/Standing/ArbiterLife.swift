import SemperEngine
import SemperModel
import Synchronization

/// What one running arbiter knows of itself and forgets when it ends.
final class ArbiterLife: Sendable {
  private struct State {
    var standing = ArbiterStanding.deciding
    var generation: ArbiterGeneration?
    var latest: Timestamp?
    var noted: Digest?
    var notedSize = 0
    var challenge: Nonce?
  }

  private let state = Mutex(State())
  /// Rings when the keeper may have something new to do.
  let bell = Doorbell()

  var standing: ArbiterStanding { state.withLock(\.standing) }

  /// From now on nothing is decided. Whoever waits for the bell learns of it.
  func stop(_ standing: ArbiterStanding) {
    state.withLock { $0.standing = standing }
    bell.ring()
  }

  var generation: ArbiterGeneration? { state.withLock(\.generation) }

  func begin(_ generation: ArbiterGeneration) {
    state.withLock { state in
      state.generation = generation
      state.standing = .deciding
      state.challenge = nil
    }
  }

  /// What a witness has to repeat before this start decides; `nil` when it waits for none.
  var challenge: Nonce? { state.withLock(\.challenge) }

  /// Decides nothing until a witness has answered a number that nobody could know before.
  func awaitWitness() {
    var generator = SystemRandomNumberGenerator()
    let challenge = Nonce(using: &generator)
    state.withLock { state in
      state.standing = .awaitingWitness
      state.challenge = challenge
    }
  }

  /// The clock's time, or the latest that was seen if that is later.
  func time(_ clock: Timestamp) -> Timestamp {
    state.withLock { state in
      let now = max(clock, state.latest ?? clock)
      state.latest = now
      return now
    }
  }

  /// The checkpoint that stands outside and is known to fit our log.
  var noted: (digest: Digest?, size: Int) { state.withLock { ($0.noted, $0.notedSize) } }

  func note(_ digest: Digest, size: Int) {
    state.withLock { state in
      guard size >= state.notedSize else { return }
      (state.noted, state.notedSize) = (digest, size)
    }
  }
}
