import Foundation
import SemperCoding

/// The ear of a running process for its owner: a socket in the home that it has open, at which `Question`s are answered. Whoever can write in
/// the home owns it; nobody else can connect.
public struct QuestionSocket<Question: HomeQuestion>: Sendable {
  private let socket: HomeSocket

  /// Listens in a home that this process has open. `nil` where the path is too long for a socket; then the process does its work, and
  /// its owner cannot ask until it has ended.
  ///
  /// - Parameter answer: what it throws becomes the answer that says no.
  public init?(home: String, answering answer: @escaping @Sendable (Question) async throws -> Question.Answer) {
    let socket = HomeSocket(at: Self.path(home), longest: Question.limits.bytes) { bytes in
      let question: Question
      switch Self.read(bytes) {
      case .success(let read): question = read
      case .failure(let error): return Question.Answer.unread(error).canonicalBytes
      }
      do {
        return try await answer(question).canonicalBytes
      } catch {
        return Question.Answer.failed(error).canonicalBytes
      }
    }
    guard let socket else { return nil }
    self.socket = socket
  }

  /// Stops listening. Answers that are being made may still arrive.
  public func close() { socket.close() }

  /// Whether a process listens in this home.
  public static func isServed(home: String) -> Bool { HomeSocket.isServed(path(home)) }

  /// The running process's answer; `nil` when none listens in this home. Throws what it refuses.
  public static func ask(_ question: Question, home: String) throws -> Question.Answer? {
    let bytes: [UInt8]?
    do {
      bytes = try HomeSocket.ask(question.canonicalBytes, at: path(home), largest: Question.Answer.limits.bytes)
    } catch {
      return try Question.Answer.silent(home: home)
    }
    guard let bytes else { return nil }
    return try Question.Answer(canonicalBytes: bytes, limits: Question.Answer.limits).granted()
  }

  /// The same for whoever must not keep a thread of the cooperative pool waiting: it may be one that has to make the answer.
  public static func answer(to question: Question, home: String) async throws -> Question.Answer? {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try ask(question, home: home) }) }
    }
  }

  private static func read(_ bytes: [UInt8]) -> Result<Question, CodingError> {
    do throws(CodingError) {
      return .success(try Question(canonicalBytes: bytes, limits: Question.limits))
    } catch {
      return .failure(error)
    }
  }

  private static func path(_ home: String) -> String { home + "/" + Question.socketName }
}
