/// What kind of value an expression or a field has.
public enum ValueType: String, Hashable, Sendable {
  case integer, money, span, moment, text, flag, lines, content, address

  /// With its article, for people.
  var words: String {
    switch self {
    case .integer: "a whole number"
    case .money: "an amount of money"
    case .span: "a length of time"
    case .moment: "a moment"
    case .text: "a text"
    case .flag: "yes or no"
    case .lines: "a list of lines"
    case .content: "content"
    case .address: "a postal address"
    }
  }

  /// One, as an author writes it.
  var example: String {
    switch self {
    case .integer: "order.quantity + 1"
    case .money: "12.00 EUR or contract.total"
    case .span: "P14D"
    case .moment: "contract.begins + P14D"
    case .text: "'express'"
    case .flag: "order.quantity <= 9"
    case .lines: "order.lines"
    case .content: "offer.content"
    case .address: "order.delivery"
    }
  }
}
