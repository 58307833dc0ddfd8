import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// A case as whoever judges it reads it: what each side says, what was disclosed, and what is open.
struct DeskText {
  let dispute: DisputeCase

  init(_ dispute: DisputeCase) { self.dispute = dispute }

  var lines: [String] {
    let claim = dispute.claimContent
    var lines = [
      "case    \(dispute.id)", "stage   \(dispute.stage.rawValue)", "deal    \(claim.deal)",
      "claim   \(claim.what.rawValue)\(claim.amount.map { ", \($0)" } ?? "") by the \(claim.what.claimant.rawValue)",
      "says    “\(HumanText.line(claim.grounds.text))”",
    ]
    if let offer = dispute.disclosed.offer {
      lines.append("about   “\(HumanText.line(offer.title.text))” for \(offer.price)")
    }
    if let answer = dispute.answerContent {
      let stance =
        switch answer.stance {
        case .admits: "admits"
        case .admitsOnly(let amount): "admits \(amount)"
        case .contests: "contests"
        }
      lines.append("answer  \(stance): “\(HumanText.line(answer.grounds.text))”")
    } else {
      lines.append("answer  none; it may come until \(dispute.hearUntil)")
    }
    let own = dispute.disclosed.statements
    let theirs = (dispute.answerDisclosed?.statements ?? []).filter { !own.contains($0) }
    for (side, statements) in [("shown  ", own), ("replied", theirs)] {
      lines += statements.map { "\(side) \($0.kind.rawValue) \($0.digest)" }
    }
    if let questions = dispute.questions {
      lines.append("open    \(questions.map(\.rawValue).joined(separator: ", "))")
    }
    for ruling in [dispute.rulingContent, dispute.finalContent].compactMap(\.self) {
      let reasons = ruling.reasons.map(\.rawValue).joined(separator: ", ")
      let remedy = ruling.remedy.amount(for: claim.what.claimant).map { "\($0)" } ?? "nothing"
      lines.append("\(ruling.isFinal ? "final " : "ruling")  \(remedy) by \(ruling.basis.rawValue): \(reasons)")
    }
    return lines
  }
}
