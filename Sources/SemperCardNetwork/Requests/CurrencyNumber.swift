import SemperCoding
import SemperModel

/// A currency by its number in ISO 4217, as card messages name it.
enum CurrencyNumber {
  private static let numbers = [
    "EUR": "978", "USD": "840", "GBP": "826", "CHF": "756", "SEK": "752", "DKK": "208", "NOK": "578", "PLN": "985",
    "JPY": "392",
  ]

  static func text(_ currency: Currency) -> String {
    guard let number = numbers[currency.code] else { preconditionFailure("\(currency) has no number") }
    return number
  }

  static func currency(_ text: String) throws(CodingError) -> Currency {
    guard let code = numbers.first(where: { $0.value == text })?.key else {
      throw CodingError(.outOfRange, "the currency \(text) is not handled here")
    }
    return try Currency(code: code)
  }
}
