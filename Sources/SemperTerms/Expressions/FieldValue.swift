public import SemperCoding
public import SemperModel

/// What stands in a field of a document.
public enum FieldValue: Hashable, Sendable {
  case integer(Int64)
  case money(Money)
  case span(Span)
  case moment(Timestamp)
  case text(String)
  case flag(Bool)
  case lines([[String: FieldValue]])
  case content(Digest)
  case address([String])

  var type: ValueType {
    switch self {
    case .integer: .integer
    case .money: .money
    case .span: .span
    case .moment: .moment
    case .text: .text
    case .flag: .flag
    case .lines: .lines
    case .content: .content
    case .address: .address
    }
  }

  /// What can be compared by size, in its own unit.
  var size: Int64? {
    switch self {
    case .integer(let number): number
    case .money(let money): money.minorUnits
    case .span(let span): span.seconds
    case .moment(let moment): moment.seconds
    case .text, .flag, .lines, .content, .address: nil
    }
  }

  public var json: JSON {
    switch self {
    case .integer(let number): .integer(number)
    case .money(let money): money.json
    case .span(let span): span.json
    case .moment(let moment): moment.json
    case .text(let text): text.json
    case .flag(let flag): flag.json
    case .lines(let lines):
      .array(lines.map { line in .object(JSONObject(line.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })) })
    case .content(let digest): digest.json
    case .address(let lines): lines.json
    }
  }
}
