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
          "until": texts.moment(step.until),
        ])
    ]
    if let label = label("state.\(step.state)", step) { lines.append("  " + label) }
    lines.append("  " + texts(Self.question(step.question), ["choices": HumanText.line(choices(step))]))
    lines += step.fields.map { field in
      let name = label("field.\(field.path)", step).map { "\(field.path), \($0)" } ?? "\(field.path)"
      let words = FieldWords(texts: texts, currency: step.currency).words(field.field)
      return "    " + HumanText.line(texts(WalletText.stepField, ["field": "\(name): \(words)"]))
    }
    lines += step.amounts.map {
      "  " + texts(WalletText.stepAmount, ["amount": texts.price($0.amount), "item": HumanText.line($0.item)])
    }
    if let documents = step.documents { lines += fields(documents) }
    if let said = step.said { lines += ["  " + texts(WalletText.stepSaid)] + fields(said) }
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

  /// What is given, signed or chosen, by the names that are typed and what the terms call them.
  private func choices(_ step: OpenStep) -> String {
    step.choices.map { choice in
      let key = step.question == .choose ? "option.\(step.state).\(choice)" : "item.\(choice)"
      return label(key, step).map { "\(choice) (\($0))" } ?? choice
    }.joined(separator: ", ")
  }

  private func label(_ key: String, _ step: OpenStep) -> String? {
    step.label(key, in: texts.language.rawValue).map(HumanText.line)
  }

  private func fields(_ documents: GivenDocuments) -> [String] {
    DocumentWords(texts.language).lines(documents).map { "    " + $0 }
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
