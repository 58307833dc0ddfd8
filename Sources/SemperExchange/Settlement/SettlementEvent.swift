public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What happens about settling an exchange jointly, beside the protocol itself.
public enum SettlementEvent: Hashable, Sendable {
  /// The user or the deal wants to propose this.
  case wanted(SettlementPlan)
  /// We agree to the peer's proposal with this digest.
  case agreed(Digest)
  /// We do not agree, or what we wanted cannot be proposed.
  case refused(Refusal)
  /// The ledger says that it has settled the lock, and what is left of it is its payer's again.
  case settled([SignedStatement])
  /// The lock has ended another way, or the time for it is over: the settlement cannot come about any more.
  case failed(Refusal)
}

extension SettlementEvent: CanonicalValue {
  private enum Word: String, CanonicalValue { case wanted, agreed, refused, settled, failed }

  public var json: JSON {
    switch self {
    case .wanted(let plan): .fields(["plan": plan.json, "word": Word.wanted.json])
    case .agreed(let digest): .fields(["proposal": digest.json, "word": Word.agreed.json])
    case .refused(let refusal): .fields(["refusal": refusal.json, "word": Word.refused.json])
    case .settled(let statements): .fields(["statements": statements.json, "word": Word.settled.json])
    case .failed(let refusal): .fields(["refusal": refusal.json, "word": Word.failed.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("word", as: Word.self) {
    case .wanted: self = .wanted(try fields.value("plan"))
    case .agreed: self = .agreed(try fields.value("proposal"))
    case .refused: self = .refused(try fields.value("refusal"))
    case .settled: self = .settled(try fields.value("statements"))
    case .failed: self = .failed(try fields.value("refusal"))
    }
    try fields.close()
  }
}
