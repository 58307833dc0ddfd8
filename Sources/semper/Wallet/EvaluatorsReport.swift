import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTrustedUI
import SemperWallet

/// Whom a wallet trusts about services, for people or as JSON.
struct EvaluatorsReport {
  let options: WalletOptions

  func show(_ trust: EvaluatorTrust) {
    guard !options.json else { return Output.json(trust.json) }
    let texts = options.texts
    guard !trust.lines.isEmpty else { return Output.line(texts(WalletText.evaluatorsNone)) }
    for line in trust.lines {
      Output.line(
        [Self.key(line.trusted), line.name.map { HumanText.line($0.text) }].compactMap(\.self).joined(separator: "  "))
    }
    Output.line(
      texts(
        WalletText.evaluatorsPolicy,
        ["quorum": texts.number(Int64(trust.quorum)), "worst": texts.text("grade.\(trust.worst.rawValue)")]))
  }

  private static func key(_ evaluator: TrustedEvaluator) -> String {
    switch evaluator {
    case .key(let key): key.description
    case .certified(let root, let organisation):
      [organisation.map(HumanText.line), Digest(plain: root).description].compactMap(\.self).joined(separator: ", ")
    }
  }
}
