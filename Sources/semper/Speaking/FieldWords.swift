import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// What may stand in a field of a document, in words.
struct FieldWords {
  let texts: Texts
  let currency: Currency

  func words(_ field: FormField) -> String {
    switch field.range {
    case .text(let most): texts(WalletText.fieldText, ["most": texts.number(Int64(most))])
    case .integer(let bounds): texts(WalletText.fieldInteger, between(bounds) { texts.number($0) })
    case .money(let bounds):
      texts(WalletText.fieldMoney, between(bounds) { texts.price(Money(minorUnits: $0, currency)) })
    case .span: texts(WalletText.fieldSpan)
    case .moment: texts(WalletText.fieldMoment)
    case .flag: texts(WalletText.fieldFlag)
    case .choice(let options): texts(WalletText.fieldChoice, ["options": options.joined(separator: ", ")])
    case .address: texts(WalletText.fieldAddress)
    case .content: texts(WalletText.fieldContent)
    case .lines(let most, let columns):
      texts(
        WalletText.fieldLines,
        [
          "most": texts.number(Int64(most)),
          "columns": columns.map { "\($0.name) (\(words($0.field)))" }.joined(separator: ", "),
        ])
    }
  }

  private func between(_ bounds: Bounds, _ words: (Int64) -> String) -> [String: String] {
    ["least": words(bounds.least), "most": words(bounds.most)]
  }
}
