public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a recipient answers to a letter, the same for as often as the letter comes.
public enum TransferReply: Hashable, Sendable {
  /// The package is kept. With the signed receipt where one was asked for.
  case kept(SignedStatement?)
  case refused(Refusal)
}

extension TransferReply: CanonicalValue {
  private enum Word: String, CanonicalValue { case kept, refused }

  public var json: JSON {
    switch self {
    case .kept(let receipt): .fields(["receipt": receipt?.json, "reply": Word.kept.json])
    case .refused(let refusal): .fields(["refusal": refusal.json, "reply": Word.refused.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("reply", as: Word.self) {
    case .kept: self = .kept(try fields.optional("receipt"))
    case .refused: self = .refused(try fields.value("refusal"))
    }
    try fields.close()
  }
}
