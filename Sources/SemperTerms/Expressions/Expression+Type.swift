public import SemperCoding
import SemperModel

extension Expression {
  /// What kind of value it has. Refuses names that lead nowhere, kinds that do not go together and foreign currencies, with what
  /// would be right.
  public func type(in environment: FieldEnvironment) throws(CodingError) -> ValueType {
    try type(in: environment, line: nil)
  }

  private func type(
    in environment: FieldEnvironment, line: [String: FormField]?
  ) throws(CodingError) -> ValueType {
    func kind(_ inner: Expression) throws(CodingError) -> ValueType { try inner.type(in: environment, line: line) }
    switch self {
    case .literal(.integer): return .integer
    case .literal(.money(let money)):
      guard money.currency == environment.currency else {
        throw CodingError(.outOfRange, "\(money.currency) is not the currency of these terms, \(environment.currency)")
      }
      return .money
    case .literal(.span): return .span
    case .literal(.text): return .text
    case .literal(.flag): return .flag
    case .field(let path): return try Self.known(path, environment).type
    case .line(let name):
      guard let field = line?[name] else { throw CodingError(.outOfRange, "the lines have no field “\(name)”") }
      return field.type
    case .count(let path):
      _ = try Self.columns(path, environment)
      return .integer
    case .sum(let path, let term):
      let kind = try term.type(in: environment, line: try Self.columns(path, environment))
      guard kind == .integer || kind == .money else { throw Self.unfit(term, kind, "a number or an amount") }
      return kind
    case .percent(_, let whole):
      let kind = try kind(whole)
      guard kind == .integer || kind == .money else { throw Self.unfit(whole, kind, "a number or an amount") }
      return kind
    case .smaller(let left, let right), .larger(let left, let right):
      let (first, second) = (try kind(left), try kind(right))
      guard first == second, [.integer, .money, .span, .moment].contains(first) else {
        throw Self.unfit(right, second, first.words)
      }
      return first
    case .not(let inner):
      let kind = try kind(inner)
      guard kind == .flag else { throw Self.unfit(inner, kind, "yes or no") }
      return .flag
    case .group(let inner): return try kind(inner)
    case .operation(let operation, let left, let right):
      return try Self.result(operation, left, try kind(left), right, try kind(right))
    }
  }

  private static func result(
    _ operation: Operation, _ left: Expression, _ first: ValueType, _ right: Expression, _ second: ValueType
  ) throws(CodingError) -> ValueType {
    switch operation {
    case .and, .or:
      guard first == .flag else { throw unfit(left, first, "yes or no") }
      guard second == .flag else { throw unfit(right, second, "yes or no") }
      return .flag
    case .equal, .unequal:
      guard first == second, first != .lines else { throw unfit(right, second, first.words) }
      return .flag
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard first == second, [.integer, .money, .span, .moment].contains(first) else {
        throw unfit(right, second, first.words)
      }
      return .flag
    case .plus, .minus:
      if first == .moment, second == .span { return .moment }
      guard first == second, [.integer, .money, .span].contains(first) else { throw unfit(right, second, first.words) }
      return first
    case .times:
      switch (first, second) {
      case (.integer, .integer): return .integer
      case (.integer, .money), (.money, .integer): return .money
      default: throw unfit(right, second, "a whole number, beside a number or an amount")
      }
    }
  }

  private static func known(_ path: FieldPath, _ environment: FieldEnvironment) throws(CodingError) -> FormField {
    guard let field = environment[path] else {
      throw CodingError(.outOfRange, "there is no field “\(path)”; forms say which fields a document has")
    }
    return field
  }

  private static func columns(
    _ path: FieldPath, _ environment: FieldEnvironment
  ) throws(CodingError) -> [String: FormField] {
    guard case .lines(_, let columns) = try known(path, environment).range else {
      throw CodingError(.wrongType, "“\(path)” is not a list of lines")
    }
    return Dictionary(columns.map { ($0.name, $0.field) }) { first, _ in first }
  }

  private static func unfit(_ expression: Expression, _ kind: ValueType, _ wanted: String) -> CodingError {
    CodingError(.wrongType, "“\(expression)” is \(kind.words), where \(wanted) is needed")
  }
}
