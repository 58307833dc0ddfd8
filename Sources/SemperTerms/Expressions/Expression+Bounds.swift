import SemperModel

extension Expression {
  /// Between what its value lies whatever the documents say, in whole or minor units; `nil` where that has no sense, or where
  /// the value could leave the range of 64 bits.
  public func bounds(in environment: FieldEnvironment) -> Bounds? { bounds(in: environment, line: nil) }

  private func bounds(in environment: FieldEnvironment, line: [String: FormField]?) -> Bounds? {
    func inside(_ inner: Expression) -> Bounds? { inner.bounds(in: environment, line: line) }
    switch self {
    case .literal(.integer(let number)): return Bounds(number, number)
    case .literal(.money(let money)): return Bounds(money.minorUnits, money.minorUnits)
    case .literal(.span), .literal(.text), .literal(.flag), .not: return nil
    case .field(let path): return environment[path]?.bounds
    case .line(let name): return line?[name]?.bounds
    case .count(let path):
      guard case .lines(let most, _) = environment[path]?.range else { return nil }
      return Bounds(0, Int64(most))
    case .sum(let path, let term):
      guard case .lines(let most, let columns) = environment[path]?.range,
        let one = term.bounds(
          in: environment, line: Dictionary(columns.map { ($0.name, $0.field) }) { first, _ in first })
      else { return nil }
      return one.times(Bounds(0, Int64(most)))
    case .percent(let share, let whole): return inside(whole)?.percent(share)
    case .smaller(let left, let right):
      guard let first = inside(left), let second = inside(right) else { return nil }
      return Bounds(min(first.least, second.least), min(first.most, second.most))
    case .larger(let left, let right):
      guard let first = inside(left), let second = inside(right) else { return nil }
      return Bounds(max(first.least, second.least), max(first.most, second.most))
    case .group(let inner): return inside(inner)
    case .operation(let operation, let left, let right):
      guard let first = inside(left), let second = inside(right) else { return nil }
      switch operation {
      case .plus: return first.plus(second)
      case .minus: return first.minus(second)
      case .times: return first.times(second)
      case .or, .and, .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
      }
    }
  }
}
