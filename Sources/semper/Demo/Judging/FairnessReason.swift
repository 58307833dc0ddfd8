import SemperTrustedUI

/// Why an end is fair or is not.
struct FairnessReason: Sendable {
  private let reason: DemoText
  /// The link that does not hold, where evidence is at fault.
  private let link: String

  init(_ reason: DemoText, link: String = "") {
    self.reason = reason
    self.link = link
  }

  func text(in texts: Texts) -> String { texts(reason, ["name": link]) }

  /// As other tools read it, whatever language the person speaks.
  var stable: String { text(in: CommandTexts.of(.english)) }
}
