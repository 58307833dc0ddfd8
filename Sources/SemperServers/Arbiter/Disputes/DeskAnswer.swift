public import SemperCoding
public import SemperCommerce
public import SemperModel

/// What an arbiter's running process says to its operator about disputes.
public enum DeskAnswer: Hashable, Sendable, CanonicalValue {
  static let longest = 16 << 20
  static let limits = DecodingLimits(bytes: longest, members: 100_000)

  case cases([DisputeNews])
  case dispute(DisputeCase)
  case dossier(DisputeDossier)
  case refused(Refusal)

  private enum Word: String, CanonicalValue { case cases, dispute, dossier, refused }

  public var json: JSON {
    switch self {
    case .cases(let cases): .fields(["answer": Word.cases.json, "value": cases.json])
    case .dispute(let dispute): .fields(["answer": Word.dispute.json, "value": dispute.json])
    case .dossier(let dossier): .fields(["answer": Word.dossier.json, "value": dossier.json])
    case .refused(let refusal): .fields(["answer": Word.refused.json, "value": refusal.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("answer", as: Word.self) {
    case .cases: self = .cases(try fields.value("value"))
    case .dispute: self = .dispute(try fields.value("value"))
    case .dossier: self = .dossier(try fields.value("value"))
    case .refused: self = .refused(try fields.value("value"))
    }
    try fields.close()
  }
}
