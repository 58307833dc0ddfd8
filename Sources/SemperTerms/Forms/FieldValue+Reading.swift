public import SemperCoding
import SemperCryptography
public import SemperModel

extension FieldValue {
  /// What stands in a field, from JSON. Refuses what the field does not take.
  public init(json: JSON, in field: FormField, currency: Currency) throws(CodingError) {
    switch field.range {
    case .text(let most):
      let text = try HumanText(json: json).text
      guard text.utf8.count <= most else { throw CodingError(.tooLarge, "a text here has at most \(most) bytes") }
      self = .text(text)
    case .integer(let bounds):
      self = .integer(try Self.within(bounds, try Int64(json: json)))
    case .money(let bounds):
      self = .money(try Self.amount(json, within: bounds, currency))
    case .span: self = .span(try Span(text: Self.text(json, "a length of time such as P14D")))
    case .moment: self = .moment(try Timestamp(text: Self.text(json, "a time such as 2026-11-22T19:30:00Z")))
    case .flag: self = .flag(try Bool(json: json))
    case .choice(let options):
      let option = try String(json: json)
      guard options.contains(where: { $0.isSameText(as: option) }) else {
        throw CodingError(.outOfRange, "there are \(options.joined(separator: ", "))")
      }
      self = .text(option)
    case .address:
      let lines = try [HumanText](json: json).map(\.text)
      guard (1...8).contains(lines.count), lines.allSatisfy({ (1...100).contains($0.utf8.count) }) else {
        throw CodingError(.outOfRange, "an address has 1 to 8 lines of at most 100 bytes")
      }
      self = .address(lines)
    case .content: self = .content(try Digest(json: json))
    case .lines(let most, let columns):
      let lines = try [JSON](json: json)
      guard lines.count <= most else { throw CodingError(.tooMany, "there are at most \(most) lines") }
      var all = [[String: FieldValue]]()
      for (number, line) in lines.enumerated() {
        do { all.append(try Self.line(line, columns, currency)) } catch { throw error.inside("\(number)") }
      }
      self = .lines(all)
    }
  }

  private static func line(
    _ json: JSON, _ columns: [FormField.Column], _ currency: Currency
  ) throws(CodingError) -> [String: FieldValue] {
    var fields = try ObjectReader(json)
    var line = [String: FieldValue]()
    for column in columns {
      let value: JSON = try fields.value(column.name)
      do { line[column.name] = try FieldValue(json: value, in: column.field, currency: currency) } catch {
        throw error.inside(column.name)
      }
    }
    try fields.close()
    return line
  }

  /// Whoever writes it has not the form in mind in which amounts are signed, so a refusal says how they are written.
  private static func amount(_ json: JSON, within bounds: Bounds, _ currency: Currency) throws(CodingError) -> Money {
    func words(_ units: Int64) -> String { "\(Money(minorUnits: units, currency).decimal) \(currency)" }
    guard case .object = json else {
      throw CodingError(.wrongType, "an amount of money is expected, such as \(words(1_200))")
    }
    let money = try Money(json: json)
    guard money.currency == currency else { throw CodingError(.outOfRange, "an amount here is in \(currency)") }
    guard bounds.least <= money.minorUnits, money.minorUnits <= bounds.most else {
      throw CodingError(.outOfRange, "it is from \(words(bounds.least)) to \(words(bounds.most))")
    }
    return money
  }

  private static func text(_ json: JSON, _ wanted: String) throws(CodingError) -> String {
    guard case .string(let text) = json else { throw CodingError(.wrongType, "\(wanted) is expected") }
    return text
  }

  private static func within(_ bounds: Bounds, _ number: Int64) throws(CodingError) -> Int64 {
    guard bounds.least <= number, number <= bounds.most else {
      throw CodingError(.outOfRange, "it is from \(bounds.least) to \(bounds.most)")
    }
    return number
  }

  /// A value that the field takes, for trying terms out.
  static func sample(of field: FormField, currency: Currency) -> FieldValue {
    switch field.range {
    case .text: .text("sample")
    case .integer(let bounds): .integer(max(bounds.least, min(1, bounds.most)))
    case .money(let bounds): .money(Money(minorUnits: max(bounds.least, min(1_000, bounds.most)), currency))
    case .span: .span(Span(seconds: 86_400))
    case .moment: .moment(Timestamp(seconds: 0))
    case .flag: .flag(true)
    case .choice(let options): .text(options.first ?? "")
    case .address: .address(["sample"])
    case .content: .content(Digest(of: Array("sample".utf8), for: .document))
    case .lines(_, let columns):
      .lines([Dictionary(columns.map { ($0.name, sample(of: $0.field, currency: currency)) }) { first, _ in first }])
    }
  }
}
