public import SemperCoding
public import SemperModel

/// What happens in a payment on the merchant's side, as its journal keeps it.
public enum MerchantEvent: Sendable, Hashable, CanonicalValue {
  /// PReq was judged good.
  case purchaseReceived
  /// A request to the gateway has been written.
  case written(message: [UInt8])
  /// AuthRes was judged good.
  case approved(Money)
  case declined
  /// CapRes, AuthRevRes or CredRes was judged good.
  case done
  /// The gateway says, signed, that it cannot be done.
  case notDone(Refusal)
  /// The cardholder has been told.
  case told
  /// What the seller wants next.
  case capture(Money)
  case void
  case credit(Money)
  case close
  case timedOut

  private enum Name: String, CanonicalValue {
    case written, approved, declined, done, told, capture, void, credit, close
    case purchaseReceived = "purchase-received"
    case notDone = "not-done"
    case timedOut = "timed-out"
  }

  private static func fields(_ name: Name, _ value: JSON? = nil) -> JSON {
    .fields(["event": name.json, "value": value])
  }

  public var json: JSON {
    switch self {
    case .purchaseReceived: Self.fields(.purchaseReceived)
    case .written(let message): Self.fields(.written, ByteString(message).json)
    case .approved(let amount): Self.fields(.approved, amount.json)
    case .declined: Self.fields(.declined)
    case .done: Self.fields(.done)
    case .notDone(let refusal): Self.fields(.notDone, refusal.json)
    case .told: Self.fields(.told)
    case .capture(let amount): Self.fields(.capture, amount.json)
    case .void: Self.fields(.void)
    case .credit(let amount): Self.fields(.credit, amount.json)
    case .close: Self.fields(.close)
    case .timedOut: Self.fields(.timedOut)
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Name.self) {
    case .purchaseReceived: self = .purchaseReceived
    case .written: self = .written(message: try fields.value("value", as: ByteString.self).bytes)
    case .approved: self = .approved(try fields.value("value"))
    case .declined: self = .declined
    case .done: self = .done
    case .notDone: self = .notDone(try fields.value("value"))
    case .told: self = .told
    case .capture: self = .capture(try fields.value("value"))
    case .void: self = .void
    case .credit: self = .credit(try fields.value("value"))
    case .close: self = .close
    case .timedOut: self = .timedOut
    }
    try fields.close()
  }
}
