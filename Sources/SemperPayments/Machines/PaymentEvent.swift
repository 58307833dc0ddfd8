public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What happens in an operation, as its journal keeps it.
public enum PaymentEvent: Hashable, Sendable {
  case opened(PaymentOpening)
  /// A token of the other side, verified, the next in number, and passed by the side's check.
  case received(SignedStatement)
  /// Our token of this number, signed.
  case signed(Int, SignedStatement)
  /// The other side has our token durably.
  case delivered(Int)
  /// The other side will never take our token.
  case turnedDown(Int, Refusal)
  /// The answer to the inquiry of this number.
  case answered(Int, ByteString)
  /// Nobody knows whether the inquiry of this number was carried out.
  case doubted(Int)
  /// The owner wants it cancelled.
  case cancelWished(Refusal)
  case timePassed(Timestamp)
}

extension PaymentEvent: CanonicalValue {
  private enum Name: String, CanonicalValue {
    case opened, received, signed, delivered, answered, doubted
    case turnedDown = "turned-down"
    case cancelWished = "cancel-wished"
    case timePassed = "time-passed"
  }

  private static func fields(_ name: Name, number: Int? = nil, _ value: JSON? = nil) -> JSON {
    .fields(["event": name.json, "number": number?.json, "value": value])
  }

  public var json: JSON {
    switch self {
    case .opened(let opening): Self.fields(.opened, opening.json)
    case .received(let token): Self.fields(.received, token.json)
    case .signed(let number, let token): Self.fields(.signed, number: number, token.json)
    case .delivered(let number): Self.fields(.delivered, number: number)
    case .turnedDown(let number, let why): Self.fields(.turnedDown, number: number, why.json)
    case .answered(let number, let bytes): Self.fields(.answered, number: number, bytes.json)
    case .doubted(let number): Self.fields(.doubted, number: number)
    case .cancelWished(let why): Self.fields(.cancelWished, why.json)
    case .timePassed(let time): Self.fields(.timePassed, time.json)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Name.self) {
    case .opened: self = .opened(try fields.value("value"))
    case .received: self = .received(try fields.value("value"))
    case .signed: self = .signed(try fields.value("number"), try fields.value("value"))
    case .delivered: self = .delivered(try fields.value("number"))
    case .turnedDown: self = .turnedDown(try fields.value("number"), try fields.value("value"))
    case .answered: self = .answered(try fields.value("number"), try fields.value("value"))
    case .doubted: self = .doubted(try fields.value("number"))
    case .cancelWished: self = .cancelWished(try fields.value("value"))
    case .timePassed: self = .timePassed(try fields.value("value"))
    }
    try fields.close()
  }
}
