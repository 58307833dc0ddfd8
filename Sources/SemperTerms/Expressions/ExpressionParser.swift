import SemperCoding
import SemperModel

/// Reads an expression by descent, no deeper than 16 brackets.
struct ExpressionParser {
  private static let deepest = 16

  private let tokens: [(token: ExpressionToken, column: Int)]
  private var place = 0
  private var depth = 0
  /// Whether names are fields of a line.
  private var isInSum = false

  init(_ text: String) throws(CodingError) {
    guard (1...Expression.longest).contains(text.utf8.count) else {
      throw CodingError(.tooLarge, "an expression has 1 to \(Expression.longest) bytes")
    }
    tokens = try ExpressionToken.all(of: text)
  }

  mutating func whole() throws(CodingError) -> Expression {
    let expression = try expression(0)
    guard current == .end else { throw unexpected("an operator, or the end") }
    return expression
  }

  private var current: ExpressionToken { tokens[place].token }

  private mutating func expression(_ rank: Int) throws(CodingError) -> Expression {
    guard rank <= 5 else { return try primary() }
    // Negation binds less than comparison and more than `and`.
    if rank == 2 {
      guard current == .symbol("not") else { return try expression(3) }
      place += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.deepest else { throw tooDeep }
      return .not(try expression(2))
    }
    var left = try expression(rank + 1)
    while case .symbol(let text) = current, let operation = Expression.Operation(rawValue: text), operation.rank == rank
    {
      place += 1
      left = .operation(operation, left, try expression(rank + 1))
      // Comparisons do not chain.
      if rank == 3 { break }
    }
    return left
  }

  private mutating func primary() throws(CodingError) -> Expression {
    switch current {
    case .literal(let literal):
      place += 1
      return .literal(literal)
    case .symbol("("):
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.deepest else { throw tooDeep }
      place += 1
      let inner = try expression(0)
      try take(")")
      return .group(inner)
    case .name(let name):
      let column = tokens[place].column
      place += 1
      if current == .symbol("(") { return try function(name, column) }
      if isInSum, TermsName.isName(name) { return .line(name) }
      do { return .field(try FieldPath(text: name)) } catch { throw Self.at(column, error) }
    case .symbol, .end: throw unexpected("a number, an amount, a field or a bracket")
    }
  }

  private mutating func function(_ name: String, _ column: Int) throws(CodingError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw tooDeep }
    try take("(")
    let expression: Expression
    switch name {
    case "count": expression = .count(try path())
    case "sum":
      guard !isInSum else { throw CodingError(.wrongForm, "the sum at column \(column) stands in another one") }
      let list = try path()
      try take(",")
      isInSum = true
      defer { isInSum = false }
      expression = .sum(list, try self.expression(0))
    case "percent":
      guard case .literal(.integer(let share)) = current, (0...1_000).contains(share) else {
        throw unexpected("a whole number of hundredths up to 1000")
      }
      place += 1
      try take(",")
      expression = .percent(Int(share), of: try self.expression(0))
    case "smaller", "larger":
      let left = try self.expression(0)
      try take(",")
      let right = try self.expression(0)
      expression = name == "smaller" ? .smaller(left, right) : .larger(left, right)
    default:
      throw CodingError(
        .wrongForm,
        "there is no function “\(name.prefix(30))” (column \(column)); there are count, larger, percent, smaller, sum")
    }
    try take(")")
    return expression
  }

  private mutating func path() throws(CodingError) -> FieldPath {
    guard case .name(let name) = current else { throw unexpected("a field such as order.lines") }
    do {
      let path = try FieldPath(text: name)
      place += 1
      return path
    } catch { throw Self.at(tokens[place].column, error) }
  }

  private mutating func take(_ symbol: String) throws(CodingError) {
    guard current == .symbol(symbol) else { throw unexpected("“\(symbol)”") }
    place += 1
  }

  private var tooDeep: CodingError {
    CodingError(.tooDeep, "an expression has at most \(Self.deepest) brackets in one another")
  }

  private func unexpected(_ wanted: String) -> CodingError {
    CodingError(.wrongForm, "\(wanted) is expected at column \(tokens[place].column)")
  }

  private static func at(_ column: Int, _ error: CodingError) -> CodingError {
    CodingError(error.code, "\(error.message) (column \(column))")
  }
}
