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
}
