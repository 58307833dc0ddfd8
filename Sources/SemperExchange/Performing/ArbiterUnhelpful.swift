public import SemperModel

/// The arbiter could not help this time, and has denied nothing: the call is to be made again, at the latest until the
/// exchange has closed.
public struct ArbiterUnhelpful: Error, CustomStringConvertible {
  public let refusal: Refusal
  /// Why a ciphertext that it may need could not be left with it.
  public let obstacle: (any Error)?

  public var description: String {
    "the arbiter does not decide yet: \(refusal.detail)" + (obstacle.map { "; not left there, because: \($0)" } ?? "")
  }
}
