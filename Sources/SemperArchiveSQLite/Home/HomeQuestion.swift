public import SemperCoding

/// What a person's other commands may ask the process that has a home open.
public protocol HomeQuestion: CanonicalValue, Sendable {
  associatedtype Answer: HomeAnswer

  /// Of the socket in the home at which such questions are answered.
  static var socketName: String { get }
  /// A longer question, or one of another shape, is not read.
  static var limits: DecodingLimits { get }
}
