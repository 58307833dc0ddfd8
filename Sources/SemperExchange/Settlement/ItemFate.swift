public import SemperCoding
public import SemperModel

/// What becomes of one item when the parties settle an exchange between themselves.
public enum ItemFate: Hashable, Sendable, CanonicalValue {
  /// It counts as given: a statement counts as if its giver had opened it, data has arrived.
  case given
  /// It counts as never given, whatever anybody holds of it.
  case void
  /// Money under lock: the payee gets so much, the payer the rest.
  case paid(Money)

  private enum Word: String, CanonicalValue { case given, void, paid }

  public var json: JSON {
    switch self {
    case .given: .fields(["fate": Word.given.json])
    case .void: .fields(["fate": Word.void.json])
    case .paid(let money): .fields(["fate": Word.paid.json, "paid": money.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("fate", as: Word.self) {
    case .given: self = .given
    case .void: self = .void
    case .paid: self = .paid(try fields.value("paid"))
    }
    try fields.close()
  }
}
