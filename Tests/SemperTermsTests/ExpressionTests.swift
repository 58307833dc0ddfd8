import SemperCoding
import SemperModel
import SemperTesting
import Testing

@testable import SemperTerms

/// What terms say about amounts, counts and times.
@Suite struct ExpressionTests {
  private static let fields: [FieldPath: FormField] = [
    FieldPath("order", "count"): FormField(.integer(Bounds(1, 10))),
    FieldPath("order", "price"): FormField(.money(Bounds(100, 5_000))),
    FieldPath("order", "fast"): FormField(.flag), FieldPath("order", "kind"): FormField(.choice(["a", "b"])),
    FieldPath("order", "day"): FormField(.moment), FieldPath("order", "wait"): FormField(.span),
    FieldPath("order", "lines"): FormField(.lines(most: 3, columns)),
  ]
  private static let columns: [FormField.Column] = {
    let json =
      "{\"most\":3,\"of\":{\"each\":{\"most\":1000,\"type\":\"money\"},\"n\":{\"most\":4,\"type\":\"integer\"}},\"type\":\"lines\"}"
    guard let parsed = try? CanonicalJSON.parse(Array(json.utf8)), let field = try? FormField(json: parsed),
      case .lines(_, let columns) = field.range
    else { preconditionFailure("the columns are well formed") }
    return columns
  }()
  private static let environment = FieldEnvironment(currency: .euro, fields: fields)

  @Test(
    arguments: [
      ("1+2*3", "1 + 2 * 3", "integer"), ("( 1 + 2 )*3", "(1 + 2) * 3", "integer"),
      ("order.price*order.count", "order.price * order.count", "money"),
      ("sum( order.lines , n*each )<=50.00 EUR", "sum(order.lines, n * each) <= 50.00 EUR", "flag"),
      ("not order.fast and order.count>2 or true", "not order.fast and order.count > 2 or true", "flag"),
      ("percent(19,order.price)", "percent(19, order.price)", "money"),
      ("smaller(order.price,5.00 EUR)", "smaller(order.price, 5.00 EUR)", "money"),
      ("order.kind=='a'", "order.kind == 'a'", "flag"), ("order.day+P14D", "order.day + P14D", "moment"),
      ("count(order.lines)", "count(order.lines)", "integer"),
    ]) func isReadAndWrittenInOneWay(_ written: String, _ published: String, _ kind: String) throws
  {
    let expression = try Expression(authored: written)
    #expect(expression.description == published)
    #expect(try Expression(json: published.json) == expression)
    #expect(try expression.type(in: Self.environment).rawValue == kind)
    if written != published { #expect(throws: CodingError.self) { try Expression(json: written.json) } }
  }

  @Test(
    arguments: [
      "", "1 +", "(1", "1 < 2 < 3", "order", "order.price.more", "5.00", "05", "1.5 EUR", "sqrt(2)",
      "sum(order.lines, sum(order.lines, n))",
      "'open", "a & b", "percent(2000, 1)", "1 2",
      String(repeating: "(", count: 17) + "1" + String(repeating: ")", count: 17),
      String(repeating: "1+", count: 200) + "1",
    ]) func whatCannotBeReadIsRefused(_ text: String)
  {
    #expect(throws: CodingError.self) { try Expression(authored: text) }
  }

  @Test(
    arguments: [
      "order.gone", "1 + 1.00 EUR", "order.price * order.price", "not 1", "1 and true", "order.fast < true", "5.00 USD",
      "count(order.price)", "sum(order.lines, gone)", "order.kind + 'a'", "percent(5, order.fast)",
      "order.lines == order.lines",
    ]) func kindsThatDoNotGoTogetherAreRefused(_ text: String) throws
  {
    let expression = try Expression(authored: text)
    #expect(throws: CodingError.self) { try expression.type(in: Self.environment) }
  }

  /// Whatever a form lets stand in its fields, the value lies between the bounds.
  @Test func valuesLieBetweenTheirBounds() throws {
    var dice = SeededNumbers(7)
    let texts = [
      "order.count * 3 - 2", "order.price * order.count", "percent(33, order.price)", "sum(order.lines, n * each)",
      "smaller(order.price, 20.00 EUR) + order.price", "larger(order.count, count(order.lines)) * 2",
      "order.price - sum(order.lines, each)", "(order.count - 5) * (order.count - 7)",
    ]
    for text in texts {
      let expression = try Expression(authored: text)
      let bounds = try #require(expression.bounds(in: Self.environment))
      for _ in 0..<200 {
        let count = Int64.random(in: 1...10, using: &dice)
        let price = Int64.random(in: 100...5_000, using: &dice)
        let lines = (0..<Int.random(in: 0...3, using: &dice)).map { _ -> [String: FieldValue] in
          [
            "n": .integer(Int64.random(in: 0...4, using: &dice)),
            "each": .money(Money(minorUnits: Int64.random(in: 0...1_000, using: &dice), .euro)),
          ]
        }
        let values: [FieldPath: FieldValue] = [
          FieldPath("order", "count"): .integer(count),
          FieldPath("order", "price"): .money(Money(minorUnits: price, .euro)),
          FieldPath("order", "lines"): .lines(lines),
        ]
        let size = try #require(expression.value { values[$0] }?.size, "\(text)")
        #expect(bounds.least <= size && size <= bounds.most, "\(text) is \(size)")
      }
    }
  }

  @Test func valuesAreExactAndNeverOverflow() throws {
    func value(_ text: String) throws -> FieldValue? { try Expression(authored: text).value { _ in nil } }
    #expect(try value("percent(19, 1.00 EUR)") == .money(Money(minorUnits: 19, .euro)))
    #expect(try value("percent(50, 0.01 EUR)") == .money(Money(minorUnits: 1, .euro)))
    #expect(try value("2 * 3 + 1 == 7 and not 1 > 2") == .flag(true))
    #expect(try value("9007199254740991 * 9007199254740991") == nil)
    #expect(try value("order.count") == nil)
    #expect(try Expression(authored: "9007199254740991 * 9007199254740991").bounds(in: Self.environment) == nil)
  }
}
