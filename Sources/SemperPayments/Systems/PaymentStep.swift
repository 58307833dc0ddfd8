/// What a side wants next. The machine around it numbers, signs, repeats and times; the side only says what.
public enum PaymentStep: Hashable, Sendable {
  /// Something of the system's protocol for the other side; with `commits` as in `Inquiry`.
  case tell([UInt8], commits: Bool = false)
  case ask(Inquiry)
  case conclude(PaymentConclusion)
}
