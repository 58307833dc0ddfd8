import SemperModel
import Synchronization

@testable import SemperSET

/// An issuer elsewhere that says what a test wants: yes, no, or nothing yet. What it has said once it says again.
final class TestIssuer: IssuerLine {
  private struct State {
    var says: @Sendable (IssuerQuestion) -> Bool? = { _ in true }
    var asked: [IssuerQuestion] = []
    var said: [ID<Operation>: Bool] = [:]
  }

  private let state = Mutex(State())

  /// What it was asked and has answered, in turn.
  var asked: [IssuerQuestion] { state.withLock(\.asked) }

  func says(_ answer: @escaping @Sendable (IssuerQuestion) -> Bool?) { state.withLock { $0.says = answer } }

  func ask(_ question: IssuerQuestion, as id: ID<Operation>) async throws -> Bool {
    let answer = state.withLock { state -> Bool? in
      if let said = state.said[id] { return said }
      guard let answer = state.says(question) else { return nil }
      state.said[id] = answer
      state.asked.append(question)
      return answer
    }
    guard let answer else { throw Refusal(.unavailable, blame: .us, "the issuer is silent") }
    return answer
  }
}
