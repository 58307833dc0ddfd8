import SemperExchange
import SemperTrustedUI

// A cell in words.
extension CellSetup {
  /// How the originator opens, or what stands in place of that.
  var mode: String { plan.modeName }

  /// What happens in the cell, in a sentence.
  func sentence(_ texts: Texts) -> String { texts.text("cell.\(name)") }

  /// How fair that is, in a sentence.
  func explanation(_ texts: Texts) -> String { plan.explanation(texts) }
}
