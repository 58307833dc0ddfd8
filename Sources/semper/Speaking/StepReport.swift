import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// A step that waits for its owner, in lines.
struct StepReport {
  let texts: Texts

  func lines(_ step: OpenStep) -> [String] {
    var lines = [
      texts(
        WalletText.stepLine,
        [
          "deal": "\(step.deal)", "title": HumanText.line(step.title), "state": HumanText.line(step.state),
          "until": texts.date(step.until),
        ]),
      "  " + texts(Self.question(step.question), ["choices": HumanText.line(step.choices.joined(separator: ", "))]),
    ]
    if let documents = step.documents {
      for document in documents.object.members {
        for field in document.value.object?.members ?? [] {
          lines.append(
            "    \(HumanText.line(document.name)).\(HumanText.line(field.name)): \(HumanText.line("\(field.value)"))")
        }
      }
    }
    if let consignment = step.consignment {
      lines.append("  " + texts(WalletText.stepConsignment, ["consignment": "\(consignment.number)"]))
      if let address = consignment.address {
        lines.append(
          "  " + texts(WalletText.stepAddress, ["address": HumanText.line(address.joined(separator: " / "))]))
      }
    }
    if !step.exceptions.isEmpty {
      lines.append(
        "  " + texts(WalletText.stepExceptions, ["choices": HumanText.line(step.exceptions.joined(separator: ", "))]))
    }
    return lines
  }

  private static func question(_ question: OpenStep.Question) -> WalletText {
    switch question {
    case .give: .stepGive
    case .choose: .stepChoose
    case .sign: .stepSign
    case .claim: .stepClaim
    case .wait: .stepWait
    }
  }
}
