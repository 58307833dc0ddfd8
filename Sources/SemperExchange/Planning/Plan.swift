/// How two sides' items are exchanged, computed and shown to both before anybody commits.
public struct Plan: Hashable, Sendable {
  /// Whether the party that asks (the proposer) is the originator.
  public let proposerIsOriginator: Bool
  public let level: FairnessLevel
  public let mode: OpeningMode
  /// The plan in a sentence for people.
  public let explanation: String

  init(proposerIsOriginator: Bool, level: FairnessLevel, mode: OpeningMode = .direct) {
    self.proposerIsOriginator = proposerIsOriginator
    self.level = level
    self.mode = mode
    explanation = Self.explain(level, mode)
  }

  /// Whether the responder adds a bond, locked like money, that it loses when its data is proved to be bad.
  public var needsBond: Bool { level == .compensated }

  private static func explain(_ level: FairnessLevel, _ mode: OpeningMode) -> String {
    switch (level, mode) {
    case (.strong, .direct): "Either both sides get what was described or neither does."
    case (.strong, .viaArbiter):
      "Either both sides get what was described or neither does. The arbiter is asked each time, and checks what it must see."
    case (.strongWithWindow, .direct):
      "You get what was described or keep what is yours, as long as the arbiter can be reached once in the complaint window."
    case (.strongWithWindow, .viaArbiter):
      "Either both sides get what was described or neither does, as long as the arbiter can be reached once in each complaint "
        + "window. The arbiter is asked each time."
    case (.compensated, _):
      "Who is given bad data gets the other side's bond instead, as long as the arbiter can be reached once in each "
        + "complaint window."
    case (.incremental, _):
      "The sides give piece for piece: whoever stops early, the side that opens first has lost one piece at the most."
    case (.evidence, _):
      "Nothing forces the other side. What each has sent and received is signed, so that it can be proved later."
    }
  }
}
