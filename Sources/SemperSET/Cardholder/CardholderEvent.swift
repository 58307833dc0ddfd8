public import SemperCoding
public import SemperModel

/// What happens in a purchase on the cardholder's side, as its journal keeps it.
public enum CardholderEvent: Sendable, Hashable, CanonicalValue {
  /// PInitReq has been written.
  case begun(message: [UInt8])
  /// PInitRes was judged good.
  case offered
  /// The person agrees to this amount for this payee, or does not.
  case approved, declined
  /// PReq has been written.
  case signed(message: [UInt8])
  /// PRes or InqRes was judged good.
  case answered(CompletionCode)
  /// Nothing came in time.
  case timedOut
  /// The merchant answered with Error, or with what was not judged good.
  case refused(Refusal)

  private enum Name: String, CanonicalValue {
    case begun, offered, approved, declined, signed, answered, refused
    case timedOut = "timed-out"
  }

  private static func fields(_ name: Name, _ value: JSON? = nil) -> JSON {
    .fields(["event": name.json, "value": value])
  }

  public var json: JSON {
    switch self {
    case .begun(let message): Self.fields(.begun, ByteString(message).json)
    case .offered: Self.fields(.offered)
    case .approved: Self.fields(.approved)
    case .declined: Self.fields(.declined)
    case .signed(let message): Self.fields(.signed, ByteString(message).json)
    case .answered(let code): Self.fields(.answered, code.rawValue.json)
    case .timedOut: Self.fields(.timedOut)
    case .refused(let refusal): Self.fields(.refused, refusal.json)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Name.self) {
    case .begun: self = .begun(message: try fields.value("value", as: ByteString.self).bytes)
    case .offered: self = .offered
    case .approved: self = .approved
    case .declined: self = .declined
    case .signed: self = .signed(message: try fields.value("value", as: ByteString.self).bytes)
    case .answered:
      guard let code = CompletionCode(rawValue: try fields.value("value")) else {
        throw CodingError(.outOfRange, "the completion code is not known")
      }
      self = .answered(code)
    case .timedOut: self = .timedOut
    case .refused: self = .refused(try fields.value("value"))
    }
    try fields.close()
  }
}
