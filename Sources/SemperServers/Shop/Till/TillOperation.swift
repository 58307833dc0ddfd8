public import SemperCoding
import SemperPayments

/// What only one means of payment of a shop can do, as a line of its menu.
public struct TillOperation: Hashable, Sendable, CanonicalValue {
  /// What it asks for before it runs.
  public enum Input: String, Sendable, CanonicalValue {
    case none, amount, text
  }

  public let name: String
  public let input: Input

  init(_ operation: SpecialOperation) {
    name = operation.name
    input =
      switch operation.input {
      case .none: .none
      case .amount: .amount
      case .text: .text
      }
  }

  public var json: JSON { .fields(["input": input.json, "name": name.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    input = try fields.value("input")
    name = try fields.value("name")
    try fields.close()
  }
}
