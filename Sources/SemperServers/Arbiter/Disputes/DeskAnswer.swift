public import SemperArchiveSQLite
public import SemperCoding
public import SemperCommerce
public import SemperModel

/// What an arbiter's running process says to its operator about disputes.
public enum DeskAnswer: Hashable, RefusingAnswer {
  public static let limits = DecodingLimits(bytes: 16 << 20, members: 100_000)

  case cases([DisputeNews])
  case dispute(DisputeCase)
  case dossier(DisputeDossier)
  case trust(TrustList)
  case refused(Refusal)

  private enum Word: String, CanonicalValue { case cases, dispute, dossier, trust, refused }

  public var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }

  public var json: JSON {
    switch self {
    case .cases(let cases): .fields(["answer": Word.cases.json, "value": cases.json])
    case .dispute(let dispute): .fields(["answer": Word.dispute.json, "value": dispute.json])
    case .dossier(let dossier): .fields(["answer": Word.dossier.json, "value": dossier.json])
    case .trust(let list): .fields(["answer": Word.trust.json, "value": list.json])
    case .refused(let refusal): .fields(["answer": Word.refused.json, "value": refusal.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("answer", as: Word.self) {
    case .cases: self = .cases(try fields.value("value"))
    case .dispute: self = .dispute(try fields.value("value"))
    case .dossier: self = .dossier(try fields.value("value"))
    case .trust: self = .trust(try fields.value("value"))
    case .refused: self = .refused(try fields.value("value"))
    }
    try fields.close()
  }
}
