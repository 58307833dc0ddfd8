import SemperCoding
import SemperCryptography
import SemperTesting

extension BankTap {
  /// Carries what is said in statements or other values.
  func carry<Question: CanonicalValue & Sendable, Answer: CanonicalValue & Sendable>(
    _ question: Question, _ deliver: (Question) async throws -> Answer
  ) async throws -> Answer {
    let answer = try await say(question.canonicalBytes) { try await deliver(Question(canonicalBytes: $0)) }
    return try Answer(canonicalBytes: hear(answer.canonicalBytes))
  }
}
