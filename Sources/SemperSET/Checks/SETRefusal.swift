public import SemperModel

/// A no of SET: which check failed, and the refusal that it is for the rest of the system.
public struct SETRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public let check: SETCheck
  public let refusal: Refusal

  public init(_ check: SETCheck, blame: Blame = .peer, _ detail: String) {
    self.check = check
    refusal = Refusal(check.refusalCode, blame: blame, detail)
  }

  public init(_ check: SETCheck, _ refusal: Refusal) {
    self.check = check
    self.refusal = refusal
  }

  public var description: String { "\(check.rawValue): \(refusal.detail)" }
}
