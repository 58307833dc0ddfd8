import Foundation
import SemperCommerce
import SemperCommunication
import SemperModel

/// What somebody has filled into the form for a ruling, as typed; and what is wrong with it, or the ruling that it comes to.
struct RulingForm: Sendable {
  /// Percent-encoded, a character of a finding is up to twelve bytes.
  static let mostBytes = 32 << 10

  enum Kind: String { case pay, dismiss }

  /// What is wrong, and with which field. Each has words, `desk.mistake.…`.
  enum Mistake: String, CaseIterable {
    case kind, amount, admitted, dismissed, finding

    /// The id of the field.
    var field: String {
      switch self {
      case .kind, .admitted: "ruling"
      case .amount, .dismissed: "amount"
      case .finding: "finding"
      }
    }
  }

  let kind: Kind?
  let amount: String
  let finding: String
  /// Which case, as it was when the form was shown.
  let state: String
  let seal: String

  /// Refuses a body that is not these fields, each once.
  init(_ body: [UInt8]) throws(DeskProblem) {
    guard let text = String(validating: body, as: UTF8.self), let values = FormText.parse(text),
      Set(values.keys).subtracting(["ruling"]) == ["amount", "finding", "seal", "state"], let amount = values["amount"],
      let finding = values["finding"], let seal = values["seal"], let state = values["state"]
    else { throw .unreadable }
    kind = try values["ruling"].map { (text) throws(DeskProblem) in
      guard let kind = Kind(rawValue: text) else { throw .unreadable }
      return kind
    }
    (self.amount, self.finding, self.seal, self.state) = (amount, finding, seal, state)
  }

  /// What the form comes to, or everything that is wrong with it.
  func judged(within bounds: RulingBounds) -> (draft: RulingDraft?, mistakes: [Mistake]) {
    var mistakes: [Mistake] = []
    var money: Money?
    switch kind {
    case .pay?:
      money = Self.money(amount, bounds.currency ?? .euro)
      if money.map({ !bounds.admit($0) }) ?? true { mistakes.append(.amount) }
    case .dismiss?:
      if !amount.isEmpty { mistakes.append(.dismissed) }
      if !bounds.admit(nil) { mistakes.append(.admitted) }
    case nil: mistakes.append(.kind)
    }
    let text = try? HumanText(Self.cleaned(finding))
    if text?.text.isEmpty ?? true { mistakes.append(.finding) }
    guard mistakes.isEmpty, let text else { return (nil, mistakes) }
    return (RulingDraft(amount: money, finding: text), [])
  }

  /// An amount as people type it, also with a comma, and whole ones without decimals.
  private static func money(_ text: String, _ currency: Currency) -> Money? {
    var plain = text.trimmingCharacters(in: .whitespaces)
    if !plain.contains(".") {
      plain = plain.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
    }
    if !plain.contains("."), currency.exponent > 0 { plain += "." + String(repeating: "0", count: currency.exponent) }
    return try? Money(plain, currency)
  }

  /// Browsers end lines with CR LF and may write letters and accents apart.
  private static func cleaned(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      .precomposedStringWithCanonicalMapping
  }
}
