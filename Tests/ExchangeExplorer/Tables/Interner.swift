/// Gives each different value a small number, in the order in which they come.
struct Interner<Value: Hashable> {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  var count: Int { values.count }
  subscript(number: Int) -> Value { values[number] }

  func number(of value: Value) -> Int? { numbers[value] }

  mutating func intern(_ value: Value) -> (number: Int, isNew: Bool) {
    if let known = numbers[value] { return (known, false) }
    numbers[value] = values.count
    values.append(value)
    return (values.count - 1, true)
  }
}
