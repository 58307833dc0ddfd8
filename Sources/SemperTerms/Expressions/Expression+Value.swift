import SemperCoding
import SemperModel

extension Expression {
  /// Its value, given those of the fields; `nil` where a field has none, kinds do not go together or a number leaves the range
  /// of 64 bits, none of which happens under terms that passed the checker.
  public func value(_ fields: (FieldPath) -> FieldValue?) -> FieldValue? { value(fields, line: [:]) }

  private func value(_ fields: (FieldPath) -> FieldValue?, line: [String: FieldValue]) -> FieldValue? {
    func inner(_ expression: Expression) -> FieldValue? { expression.value(fields, line: line) }
    switch self {
    case .literal(.integer(let number)): return .integer(number)
    case .literal(.money(let money)): return .money(money)
    case .literal(.span(let span)): return .span(span)
    case .literal(.text(let text)): return .text(text)
    case .literal(.flag(let flag)): return .flag(flag)
    case .field(let path): return fields(path)
    case .line(let name): return line[name]
    case .count(let path):
      guard case .lines(let lines) = fields(path) else { return nil }
      return .integer(Int64(lines.count))
    case .sum(let path, let term):
      guard case .lines(let lines) = fields(path) else { return nil }
      return Self.sum(lines.map { term.value(fields, line: $0) })
    case .percent(let share, let whole):
      return inner(whole).flatMap { whole in whole.size.flatMap { Percentage.of($0, share) }.flatMap(whole.withSize) }
    case .smaller(let left, let right): return Self.chosen(inner(left), inner(right), <=)
    case .larger(let left, let right): return Self.chosen(inner(left), inner(right), >=)
    case .not(let expression):
      guard case .flag(let flag) = inner(expression) else { return nil }
      return .flag(!flag)
    case .group(let expression): return inner(expression)
    case .operation(let operation, let left, let right):
      guard let first = inner(left), let second = inner(right) else { return nil }
      return Self.result(operation, first, second)
    }
  }

  /// The sum of no lines is nothing, which is written as the number 0 and goes with amounts too.
  private static func sum(_ terms: [FieldValue?]) -> FieldValue? {
    guard let first = terms.first else { return .integer(0) }
    return terms.dropFirst().reduce(first) { sum, term in
      guard let sum, let term else { return nil }
      return result(.plus, sum, term)
    }
  }

  private static func chosen(
    _ left: FieldValue?, _ right: FieldValue?, _ isFirst: (Int64, Int64) -> Bool
  ) -> FieldValue? {
    guard let left, let right, let first = left.size, let second = right.size else { return nil }
    return isFirst(first, second) ? left : right
  }

  private static func result(_ operation: Operation, _ first: FieldValue, _ second: FieldValue) -> FieldValue? {
    switch (operation, first, second) {
    case (.and, .flag(let left), .flag(let right)): return .flag(left && right)
    case (.or, .flag(let left), .flag(let right)): return .flag(left || right)
    case (.and, _, _), (.or, _, _): return nil
    case (.equal, _, _): return .flag(isSame(first, second))
    case (.unequal, _, _): return .flag(!isSame(first, second))
    default: break
    }
    guard let left = first.size, let right = second.size else { return nil }
    switch operation {
    case .less: return .flag(left < right)
    case .lessOrEqual: return .flag(left <= right)
    case .greater: return .flag(left > right)
    case .greaterOrEqual: return .flag(left >= right)
    case .plus: return checked(left.addingReportingOverflow(right)).flatMap((first.isNothing ? second : first).withSize)
    case .minus:
      return checked(left.subtractingReportingOverflow(right)).flatMap((first.isNothing ? second : first).withSize)
    case .times:
      let unit = first.type == .money ? first : second
      return checked(left.multipliedReportingOverflow(by: right)).flatMap(unit.withSize)
    case .or, .and, .equal, .unequal: return nil
    }
  }

  private static func isSame(_ first: FieldValue, _ second: FieldValue) -> Bool {
    if case .text(let left) = first, case .text(let right) = second { return left.isSameText(as: right) }
    return first == second || first.isNothing && second.size == 0 || second.isNothing && first.size == 0
  }

  private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
    result.overflow ? nil : result.partialValue
  }
}

extension FieldValue {
  fileprivate var isNothing: Bool { self == .integer(0) }

  /// The same kind of value with another size; `nil` where it cannot have that.
  fileprivate func withSize(_ size: Int64) -> FieldValue? {
    switch self {
    case .integer: .integer(size)
    case .money(let money): .money(Money(minorUnits: size, money.currency))
    case .span: size >= 0 && size <= DecodingLimits.widestInteger ? .span(Span(seconds: size)) : nil
    case .moment: (-62_135_596_800...253_402_300_799).contains(size) ? .moment(Timestamp(seconds: size)) : nil
    case .text, .flag, .lines, .content, .address: nil
    }
  }
}
