import Foundation
public import SemperModel

/// Amounts, sizes, durations and dates as the language's people write them, by Unicode's locale data.
extension Texts {
  public func price(_ money: Money) -> String {
    let exponent = money.currency.exponent
    let amount = Decimal(
      sign: money.minorUnits < 0 ? .minus : .plus, exponent: -exponent, significand: Decimal(money.minorUnits.magnitude)
    )
    return amount.formatted(
      .currency(code: money.currency.description).precision(.fractionLength(exponent)).locale(language.locale))
  }

  public func number(_ number: Int64) -> String { number.formatted(.number.locale(language.locale)) }

  /// In decimal units, with one digit after the point below ten.
  public func size(_ bytes: Int64) -> String {
    var value = Double(bytes)
    var units = ["B", "kB", "MB", "GB", "TB"][...]
    while value >= 1000, units.count > 1 {
      value /= 1000
      units = units.dropFirst()
    }
    let digits = bytes >= 1000 && value < 9.95 ? 1 : 0
    let number = value.formatted(.number.precision(.fractionLength(digits)).locale(language.locale))
    return number + "\u{A0}" + (units.first ?? "B")
  }

  /// In the largest unit that leaves no rest: “2 minutes”, “1 day”, “90 seconds”.
  public func duration(_ span: Span) -> String {
    let units: [(Int64, Duration.UnitsFormatStyle.Unit)] = [(86_400, .days), (3600, .hours), (60, .minutes)]
    let unit = units.first { span.seconds >= $0.0 && span.seconds % $0.0 == 0 }?.1 ?? .seconds
    return Duration.seconds(span.seconds).formatted(
      .units(allowed: [unit], width: .wide).locale(language.locale))
  }

  /// A time to the second, in UTC: its day, and the hours of a whole day in every language.
  public func moment(_ time: Timestamp) -> String {
    let second = ((time.seconds % 86_400) + 86_400) % 86_400
    let parts = [second / 3_600, second / 60 % 60, second % 60].map { ($0 < 10 ? "0" : "") + String($0) }
    return "\(date(time)), \(parts.joined(separator: ":")) UTC"
  }

  /// The day of a time, in UTC.
  public func date(_ time: Timestamp) -> String {
    var style = Date.FormatStyle(date: .long, time: .omitted, locale: language.locale)
    style.timeZone = .gmt
    return Date(timeIntervalSince1970: TimeInterval(time.seconds)).formatted(style)
  }
}
