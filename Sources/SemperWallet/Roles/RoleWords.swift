import SemperModel
public import SemperTerms
public import SemperTrustedUI

/// What roles have done, or why they do not, in the words of a language.
public struct RoleWords {
  private static let mostLines = 3

  private let texts: Texts

  public init(texts: Texts) { self.texts = texts }

  /// One line for each role that might have answered, first those that only have to be unlocked.
  func lines(_ hints: [RoleHint]) -> [String] {
    let told = hints.filter(\.isTold)
    let sorted = told.filter { $0.shortfall == .locked } + told.filter { $0.shortfall != .locked }
    return sorted.prefix(Self.mostLines).map { hint in
      hint.shortfall == .locked
        ? texts(WalletText.roleLocked, ["role": hint.role])
        : texts(WalletText.roleShort, ["role": hint.role, "reason": reason(hint.shortfall)])
    }
  }

  public func reason(_ shortfall: RoleShortfall) -> String {
    let part: [String: String] =
      switch shortfall {
      case .aboveDeal(let amount), .aboveDay(let amount): ["what": texts.price(amount)]
      case .field(let name), .credential(let name): ["what": HumanText.line(name)]
      case .locked, .clock, .otherTerms, .otherShop, .notEvaluated, .worse, .doesNotOrder, .doesNotPay, .otherCurrency,
        .documents, .otherOptions, .doesNotSign, .nothing:
        [:]
      }
    return texts.text("role.short.\(shortfall.code)", part)
  }

  func answered(_ role: String, _ use: RoleUse) -> String {
    texts(WalletText.roleAnswered, ["role": role, "what": what(use)])
  }

  /// What was done, such as “ordered: A little course, 7.50 €”.
  public func what(_ use: RoleUse) -> String {
    let amount = use.amount.map { ", " + texts.price($0) } ?? ""
    let option = use.option.map { " (\(HumanText.line($0)))" } ?? ""
    return texts.text("role.use.\(use.kind.rawValue)") + ": " + HumanText.line(use.title) + option + amount
  }
}
