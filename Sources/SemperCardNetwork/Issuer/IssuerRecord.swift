import SemperCoding
import SemperModel

/// What became of one request with money at the issuer, found by the request's name.
struct IssuerRecord: Hashable, Sendable, CanonicalValue {
  enum Kind: String, Sendable, CanonicalValue {
    case authorisation, purchase, credit, completion
    /// Undone before it came: if it still comes, it is refused.
    case neverCame = "never-came"
  }

  let kind: Kind
  /// The account that the card draws on.
  let account: Thumbprint?
  /// What is held, was taken or was given, in minor units.
  var units: Int64
  /// Of an authorisation: how much of it was completed. Of a purchase or completion: how much was given back.
  var used: Int64 = 0
  /// What a completion completes and a credit gives back from.
  let original: RequestName?
  /// Of an authorisation: nothing is completed later.
  let ends: Timestamp?
  var isReversed = false
  /// After how many reconciliations it was counted.
  let period: Int64

  init(
    _ kind: Kind, account: Thumbprint?, units: Int64, original: RequestName? = nil, ends: Timestamp? = nil,
    period: Int64 = 0
  ) {
    self.period = period
    self.kind = kind
    self.account = account
    self.units = units
    self.original = original
    self.ends = ends
  }

  var json: JSON {
    .fields([
      "account": account?.json, "ends": ends?.json, "kind": kind.json, "original": original?.json,
      "period": period.json, "reversed": isReversed.json, "units": units.json, "used": used.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.optional("account")
    ends = try fields.optional("ends")
    kind = try fields.value("kind")
    original = try fields.optional("original")
    isReversed = try fields.value("reversed")
    period = try fields.value("period")
    units = try fields.value("units")
    used = try fields.value("used")
    try fields.close()
  }
}
