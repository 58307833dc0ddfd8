public import SemperCoding

/// A field of an order form, or of any document that a side fills in: what may stand there, and what fills it by itself.
public struct FormField: Hashable, Sendable, CanonicalValue {
  public let range: Range
  /// Which entry of the user's profile is proposed, such as `address`.
  public let fill: String?

  public enum Range: Hashable, Sendable {
    /// A line of text of at most so many bytes.
    case text(most: Int)
    case integer(Bounds)
    /// In minor units of the terms' currency.
    case money(Bounds)
    case span
    case moment
    case flag
    /// One of these names.
    case choice([String])
    /// A postal address: lines of text.
    case address
    /// What is delivered on line, by the digest of its description.
    case content
    /// A list of at most so many lines, each with these columns.
    case lines(most: Int, [Column])
  }

  public struct Column: Hashable, Sendable {
    public let name: String
    public let field: FormField
  }

  static let mostColumns = 16
  static let mostLines = 1_000
  static let longestText = 4_096
  static let mostOptions = 64

  public init(_ range: Range, fill: String? = nil) {
    self.range = range
    self.fill = fill
  }

  public var type: ValueType {
    switch range {
    case .text, .choice: .text
    case .integer: .integer
    case .money: .money
    case .span: .span
    case .moment: .moment
    case .flag: .flag
    case .address: .address
    case .content: .content
    case .lines: .lines
    }
  }

  var bounds: Bounds? {
    switch range {
    case .integer(let bounds), .money(let bounds): bounds
    case .text, .span, .moment, .flag, .choice, .address, .content, .lines: nil
    }
  }

  public var json: JSON {
    let fill = fill?.json
    switch range {
    case .text(let most): return .fields(["fill": fill, "most": most.json, "type": "text".json])
    case .integer(let bounds):
      return .fields([
        "fill": fill, "least": .integer(bounds.least), "most": .integer(bounds.most), "type": "integer".json,
      ])
    case .money(let bounds):
      return .fields([
        "fill": fill, "least": .integer(bounds.least), "most": .integer(bounds.most), "type": "money".json,
      ])
    case .span: return .fields(["fill": fill, "type": "span".json])
    case .moment: return .fields(["fill": fill, "type": "moment".json])
    case .flag: return .fields(["fill": fill, "type": "flag".json])
    case .choice(let options): return .fields(["fill": fill, "options": options.json, "type": "choice".json])
    case .address: return .fields(["fill": fill, "type": "address".json])
    case .content: return .fields(["fill": fill, "type": "content".json])
    case .lines(let most, let columns):
      return .fields([
        "fill": fill, "most": most.json,
        "of": .object(JSONObject(columns.map { ($0.name, $0.field.json) })), "type": "lines".json,
      ])
    }
  }

  /// Refuses bounds the wrong way round, lists in lists, and more than people can fill in.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let kind: String = try fields.value("type")
    fill = try fields.optional("fill")
    switch kind {
    case "text": range = .text(most: try Self.number("most", in: &fields, 1...Self.longestText))
    case "integer": range = .integer(try Self.bounds(&fields))
    case "money": range = .money(try Self.bounds(&fields))
    case "span": range = .span
    case "moment": range = .moment
    case "flag": range = .flag
    case "choice":
      let options: [String] = try fields.value("options")
      guard (1...Self.mostOptions).contains(options.count), Set(options).count == options.count,
        options.allSatisfy(TermsName.isName)
      else { throw CodingError(.outOfRange, "a choice has 1 to \(Self.mostOptions) different names").inside("options") }
      range = .choice(options)
    case "address": range = .address
    case "content": range = .content
    case "lines":
      let most = try Self.number("most", in: &fields, 1...Self.mostLines)
      let columns = try Named<FormField>.all(of: fields.value("of"), in: "of").map {
        Column(name: $0.name, field: $0.value)
      }
      guard (1...Self.mostColumns).contains(columns.count), columns.allSatisfy({ $0.field.type != .lines }) else {
        throw CodingError(.outOfRange, "lines have 1 to \(Self.mostColumns) columns, none of them a list").inside("of")
      }
      range = .lines(most: most, columns)
    default:
      throw CodingError(
        .outOfRange,
        "a field is of type address, choice, content, flag, integer, lines, moment, money, span or text"
      ).inside("type")
    }
    try fields.close()
  }

  private static func number(
    _ name: String, in fields: inout ObjectReader, _ range: ClosedRange<Int>
  ) throws(CodingError) -> Int {
    let number: Int = try fields.value(name)
    guard range.contains(number) else {
      throw CodingError(.outOfRange, "it is from \(range.lowerBound) to \(range.upperBound)").inside(name)
    }
    return number
  }

  private static func bounds(_ fields: inout ObjectReader) throws(CodingError) -> Bounds {
    let least: Int64 = try fields.optional("least") ?? 0
    let most: Int64 = try fields.value("most")
    guard least >= 0, least <= most else {
      throw CodingError(.outOfRange, "the least is not below nothing, and not above the most").inside("least")
    }
    return Bounds(least, most)
  }
}
