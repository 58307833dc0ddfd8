public import SemperCoding
public import SemperModel

/// What terms say about amounts, counts, times and answers, over fields of documents that both sides have.
///
/// Total: it always has a value, needs time in proportion to its length and to the lines of the lists in it, and asks nobody.
/// Written in one way only: `sum(order.lines, quantity * price) - 5.00 EUR <= offer.price and not order.gift`.
public indirect enum Expression: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  case literal(Literal)
  case field(FieldPath)
  /// A field of the line that `sum` is at.
  case line(String)
  /// How many lines a list has.
  case count(FieldPath)
  case sum(FieldPath, Expression)
  /// So many hundredths, rounded half away from zero.
  case percent(Int, of: Expression)
  case smaller(Expression, Expression)
  case larger(Expression, Expression)
  case not(Expression)
  case operation(Operation, Expression, Expression)
  /// In brackets.
  case group(Expression)

  public enum Literal: Hashable, Sendable {
    case integer(Int64)
    case money(Money)
    case span(Span)
    case text(String)
    case flag(Bool)
  }

  /// From what binds least to what binds most.
  public enum Operation: String, Hashable, Sendable, CaseIterable {
    case or, and
    case equal = "=="
    case unequal = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"

    var rank: Int {
      switch self {
      case .or: 0
      case .and: 1
      case .equal, .unequal, .lessOrEqual, .greaterOrEqual, .less, .greater: 3
      case .plus, .minus: 4
      case .times: 5
      }
    }
  }

  /// The longest that is read, in bytes.
  public static let longest = 400

  public var description: String {
    switch self {
    case .literal(let literal): literal.description
    case .field(let path): path.description
    case .line(let name): name
    case .count(let path): "count(\(path))"
    case .sum(let path, let term): "sum(\(path), \(term))"
    case .percent(let share, let whole): "percent(\(share), \(whole))"
    case .smaller(let left, let right): "smaller(\(left), \(right))"
    case .larger(let left, let right): "larger(\(left), \(right))"
    case .not(let inner): "not \(inner)"
    case .operation(let operation, let left, let right): "\(left) \(operation.rawValue) \(right)"
    case .group(let inner): "(\(inner))"
    }
  }

  /// As an author writes it, with any spaces. Refuses what is too long or too deep, and what cannot be read, with its column.
  public init(authored text: String) throws(CodingError) {
    var parser = try ExpressionParser(text)
    self = try parser.whole()
  }

  public var json: JSON { .string(description) }

  /// Refuses another spelling than its own, so that the same terms have the same bytes.
  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    try self.init(authored: text)
    guard description == text else {
      throw CodingError(.notCanonical, "an expression is published as “\(description)”")
    }
  }

  /// The fields it looks at, in the order in which they stand.
  public var fields: [FieldPath] {
    switch self {
    case .literal, .line: []
    case .field(let path), .count(let path): [path]
    case .sum(let path, let inner): [path] + inner.fields
    case .percent(_, let inner), .not(let inner), .group(let inner): inner.fields
    case .smaller(let left, let right), .larger(let left, let right), .operation(_, let left, let right):
      left.fields + right.fields
    }
  }
}

extension Expression.Literal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let number): String(number)
    case .money(let money): "\(money.decimal) \(money.currency.code)"
    case .span(let span): span.description
    case .text(let text): "'\(text)'"
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}
