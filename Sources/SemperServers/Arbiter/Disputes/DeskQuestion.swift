public import SemperArchiveSQLite
public import SemperCoding
public import SemperModel

/// What the operator of an arbiter may ask its running process about disputes, and tell it.
public enum DeskQuestion: Hashable, HomeQuestion {
  public typealias Answer = DeskAnswer
  public static let socketName = "desk.sock"
  public static let limits = DecodingLimits(bytes: 16 << 10, depth: 3, members: 16)

  /// The open cases, or all.
  case list(all: Bool)
  /// One case with everything that was disclosed in it.
  case show(Digest)
  /// One case as it goes to a court.
  case dossier(Digest)
  /// A person's judgement: an amount for the claimant, or the claim is dismissed.
  case rule(Digest, Money?, HumanText)
  /// Whose certificates count here, so that whoever judges sees the evidence as the arbiter does.
  case trust

  private enum Word: String, CanonicalValue { case list, show, dossier, rule, trust }

  public var json: JSON {
    switch self {
    case .list(let all): .fields(["all": all.json, "ask": Word.list.json])
    case .show(let claim): .fields(["ask": Word.show.json, "claim": claim.json])
    case .dossier(let claim): .fields(["ask": Word.dossier.json, "claim": claim.json])
    case .rule(let claim, let amount, let finding):
      .fields(["amount": amount?.json, "ask": Word.rule.json, "claim": claim.json, "finding": finding.json])
    case .trust: .fields(["ask": Word.trust.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("ask", as: Word.self) {
    case .list: self = .list(all: try fields.value("all"))
    case .show: self = .show(try fields.value("claim"))
    case .dossier: self = .dossier(try fields.value("claim"))
    case .rule: self = .rule(try fields.value("claim"), try fields.optional("amount"), try fields.value("finding"))
    case .trust: self = .trust
    }
    try fields.close()
  }
}
