public import SemperCoding

/// What the process that has a home open says to a `HomeQuestion`. What it refuses is an answer too, so that whoever asks is told why.
public protocol HomeAnswer: CanonicalValue, Sendable {
  /// The most that is taken of an answer.
  static var limits: DecodingLimits { get }

  /// The answer to what cannot be read as a question.
  static func unread(_ error: CodingError) -> Self
  /// The answer where something was thrown.
  static func failed(_ error: any Error) -> Self
  /// What somebody who asks gets where a process listens and does not answer; `nil` where that is as if none listened.
  static func silent(home: String) throws -> Self?
  /// The answer, if it is none of the above, which is thrown.
  func granted() throws -> Self
}
