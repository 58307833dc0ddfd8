public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What can happen to a recipient. Letters have been verified before they were journalled.
public enum TransferRecipientEvent: Hashable, Sendable {
  case arrived(TransferLetter)
  /// Whether the package is wanted: `nil`, or why not.
  case judged(Refusal?)
  /// The package is durably where it belongs.
  case kept
  /// The receipt, with the exact bytes that will leave.
  case signed(SignedStatement)
  /// The sender has signed another manifest under the same id.
  case contradicted(SignedStatement)
}

extension TransferRecipientEvent: CanonicalValue {
  private enum Word: String, CanonicalValue { case arrived, judged, kept, signed, contradicted }

  public var json: JSON {
    switch self {
    case .arrived(let letter): .fields(["event": Word.arrived.json, "letter": letter.json])
    case .judged(let refusal): .fields(["event": Word.judged.json, "refusal": refusal?.json])
    case .kept: .fields(["event": Word.kept.json])
    case .signed(let receipt): .fields(["event": Word.signed.json, "receipt": receipt.json])
    case .contradicted(let other): .fields(["event": Word.contradicted.json, "manifest": other.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Word.self) {
    case .arrived: self = .arrived(try fields.value("letter"))
    case .judged: self = .judged(try fields.optional("refusal"))
    case .kept: self = .kept
    case .signed: self = .signed(try fields.value("receipt"))
    case .contradicted: self = .contradicted(try fields.value("manifest"))
    }
    try fields.close()
  }
}
