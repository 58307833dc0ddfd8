public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

/// With what locked money is claimed by the merchant or given back to the cardholder.
public enum LockTitle: Hashable, Sendable, CanonicalValue {
  case opening(ItemOpening)
  /// The arbiter's decision, with the arbiter's key.
  case decision(SignedStatement, PublicKey)
  /// The merchant's acceptance, which ends a bond.
  case acceptance(SignedStatement)
  /// The cardholder's agreement to a division, where there is no arbiter any more.
  case division(SignedStatement)

  public var json: JSON {
    switch self {
    case .opening(let opening): .fields(["opening": opening.json])
    case .decision(let decision, let arbiter): .fields(["arbiter": arbiter.json, "decision": decision.json])
    case .acceptance(let acceptance): .fields(["acceptance": acceptance.json])
    case .division(let division): .fields(["division": division.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let opening: ItemOpening = try fields.optional("opening") {
      self = .opening(opening)
    } else if let acceptance: SignedStatement = try fields.optional("acceptance") {
      self = .acceptance(acceptance)
    } else if let division: SignedStatement = try fields.optional("division") {
      self = .division(division)
    } else {
      let arbiter: PublicKey = try fields.value("arbiter")
      self = .decision(try fields.value("decision"), arbiter)
    }
    try fields.close()
  }
}
