import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTrustedUI

/// When what happened in a case, and until when something may.
struct TimesView {
  private let times: [(name: String, time: Timestamp?)]
  private let texts: Texts

  init(_ dispute: DisputeCase, _ texts: Texts) {
    self.texts = texts
    times = [
      ("claimed", dispute.claimContent.issued), ("opened", dispute.opened), ("hear", dispute.hearUntil),
      ("answered", dispute.answerContent?.issued), ("ruled", dispute.rulingContent?.issued),
      ("appealable", dispute.rulingContent?.appealableUntil),
      ("appealed", dispute.appeal?.journalled(as: Appeal.self).issued), ("final", dispute.finalContent?.issued),
      ("moved", dispute.enforcement?.journalled(as: Enforcement.self).issued),
    ]
  }

  var rows: [[String: Any]] {
    times.compactMap { name, time in
      time.map { ["name": texts.text("desk.time.\(name)"), "time": texts.moment($0), "stamp": $0.description] }
    }
  }
}
