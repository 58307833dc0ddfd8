import SemperCertification
import SemperModel
public import SemperTrustedUI

/// What was found out about the terms of an offer, in the words of a language: in a question, and in lines.
public struct AppraisalWords {
  private let appraisal: ServiceAppraisal
  private let texts: Texts

  public init(_ appraisal: ServiceAppraisal, _ texts: Texts) {
    self.appraisal = appraisal
    self.texts = texts
  }

  /// One for each evaluation that counts, with its remark; that there are none, or too few.
  var findings: [String] {
    let said = appraisal.says.map { said in
      let remark = said.remark(in: texts.language.rawValue).map { ": “\(HumanText.line($0.text))”" } ?? ""
      return texts(
        WalletText.appraisalSaid,
        [
          "evaluator": HumanText.line(said.evaluator), "grade": texts.text("grade.\(said.grade.rawValue)"),
          "date": texts.date(said.expires),
        ]) + remark
    }
    guard appraisal.standing != .evaluated else { return said }
    let whole =
      appraisal.standing == .accepted
      ? texts(WalletText.appraisalAccepted)
      : said.isEmpty
        ? texts(WalletText.appraisalNobody)
        : texts(
          WalletText.appraisalFew,
          ["count": texts.number(Int64(said.count)), "quorum": texts.number(Int64(appraisal.quorum))])
    return [whole] + said
  }

  var risk: String {
    appraisal.exposure.minorUnits == 0
      ? texts(WalletText.appraisalSafe)
      : texts(WalletText.appraisalRisk, ["amount": texts.price(appraisal.exposure)])
  }

  /// What is other than at the last deal with the seller; what is worse comes first.
  var changes: [String] {
    let changes = appraisal.before?.changes ?? []
    return changes.filter(\.isWorse).map { texts(WalletText.appraisalWorse, ["what": HumanText.line($0.words)]) }
      + changes.filter { !$0.isWorse }.map { HumanText.line($0.words) }
  }

  /// All of it, and what the policy says.
  public var lines: [String] {
    var lines = findings
    switch appraisal.source {
    case .copy: lines.append("  " + texts(WalletText.appraisalCopy))
    case .shop: lines.append("  " + texts(WalletText.appraisalShop))
    case .nowhere where appraisal.standing == .unevaluated: lines.append("  " + texts(WalletText.appraisalNowhere))
    case .directory, .nowhere: break
    }
    if let problem = appraisal.problem {
      lines.append("  " + texts(WalletText.appraisalProblem, ["reason": reason(problem)]))
    }
    for passed in appraisal.passed {
      lines.append(
        "  "
          + texts(
            WalletText.appraisalPassed, ["what": HumanText.line(passed.what), "reason": reason(passed.why)]))
    }
    lines.append(risk)
    if let before = appraisal.before {
      lines.append(texts(WalletText.appraisalChanged, ["version": HumanText.line(before.version)]))
      lines += changes.map { "  " + $0 }
    }
    return lines
  }

  /// What the policy says to it.
  public var answer: String { texts.text("answer.\(appraisal.answer.rawValue)") }

  private func reason(_ refusal: Refusal) -> String { texts.text("refusal.\(refusal.code.rawValue)") }
}
