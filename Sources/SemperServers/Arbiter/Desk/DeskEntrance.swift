import SemperCoding
import SemperCryptography
import SemperModel
import Synchronization

/// The way in to a judge's pages: a link that works once and for some minutes. Whoever shows it has the only session until it leaves, is away
/// for too long, or the time of the pages is over. Nothing is stored.
///
/// The pages stand at a place that nobody can guess: a browser sends cookies to every port of a machine, and so only to this place.
final class DeskEntrance: Sendable, Discreet {
  /// For the link.
  static let patience = Span(seconds: 600)
  /// Without a request.
  static let idle = Span(seconds: 1_800)

  enum Entry: Sendable {
    case open(DeskSession)
    /// It was shown before, by this person or by another.
    case spent
    case late
    case wrong
  }

  private struct State {
    var isSpent = false
    var session: DeskSession?
    var seen: Timestamp
  }

  let place: String
  /// What the link ends with.
  let secret: String
  private let begins: Timestamp
  private let closes: Timestamp
  private let state: Mutex<State>

  /// - Parameter span: after which nobody is in any more.
  init(at now: Timestamp, open span: Span) {
    var generator = SystemRandomNumberGenerator()
    place = Base64URL.encode(DeskSession.draw(using: &generator))
    secret = Base64URL.encode(DeskSession.draw(using: &generator))
    begins = now
    closes = now.advanced(by: span)
    state = Mutex(State(seen: now))
  }

  /// What showing this secret would bring, without a session for it.
  func look(_ shown: String, at now: Timestamp) -> Entry? {
    guard isSecret(shown) else { return .wrong }
    if state.withLock({ $0.isSpent }) { return .spent }
    return isLate(now) ? .late : nil
  }

  func enter(_ shown: String, at now: Timestamp) -> Entry {
    guard isSecret(shown) else { return .wrong }
    return state.withLock { state in
      guard !state.isSpent else { return .spent }
      guard !isLate(now) else { return .late }
      var generator = SystemRandomNumberGenerator()
      let session = DeskSession(using: &generator)
      state = State(isSpent: true, session: session, seen: now)
      return .open(session)
    }
  }

  /// The session that one of these cookies opens; whoever asks is seen by that.
  func session(_ cookies: [String], at now: Timestamp) -> DeskSession? {
    state.withLock { state in
      guard let session = state.session, cookies.contains(where: session.isShown) else { return nil }
      guard now <= closes, now <= state.seen.advanced(by: Self.idle) else {
        state.session = nil
        return nil
      }
      state.seen = max(state.seen, now)
      return session
    }
  }

  func leave() { state.withLock { $0.session = nil } }

  private func isLate(_ now: Timestamp) -> Bool { now > begins.advanced(by: Self.patience) || now > closes }

  private func isSecret(_ shown: String) -> Bool { ConstantTime.equal(Array(shown.utf8), Array(secret.utf8)) }
}
