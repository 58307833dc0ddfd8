import SemperExchange
import SemperTrustedUI

// A cell in words.
extension CellSetup {
  /// How the originator opens, or what stands in place of that.
  var mode: String {
    switch plan.level {
    case .strong, .strongWithWindow, .compensated: plan.mode.rawValue
    case .incremental: "incremental"
    case .evidence: "transfer"
    }
  }

  /// What happens in the cell, in a sentence.
  func sentence(_ texts: Texts) -> String { texts.text("cell.\(name)") }

  /// How fair that is, in a sentence.
  func explanation(_ texts: Texts) -> String {
    let level = plan.level.rawValue
    return switch plan.level {
    case .strong, .strongWithWindow: texts.text("plan.\(level).\(plan.mode.rawValue)")
    case .compensated, .incremental, .evidence: texts.text("plan.\(level)")
    }
  }
}
