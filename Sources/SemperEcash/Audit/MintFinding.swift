public import SemperCoding
public import SemperModel

/// Something in a mint's books that does not fit.
public struct MintFinding: Hashable, Sendable, CustomStringConvertible, CanonicalValue {
  public enum Code: String, Sendable, CaseIterable, CanonicalValue {
    /// A coin was signed for which nobody paid.
    case extraCoin = "extra-coin"
    /// A coin came back and is not among the spent ones, or nothing proves that its holder spent it.
    case missingSpend = "missing-spend"
    /// The log, the ledger or a list is not what it was when the mint vouched for it.
    case changedLog = "changed-log"
    /// The mint has vouched for two different states of its books.
    case forkedStatement = "forked-statement"
    /// More coins came back under a key than were ever made: somebody else signs with it.
    case stolenKey = "stolen-key"
    /// The ledger does not add up, in itself or with the coins and locks.
    case ledger
  }

  public let code: Code
  /// The denomination key, where it is about one.
  public let key: Digest?
  /// What it is worth in minor units, where that is known.
  public let units: Int64?
  public let description: String

  init(_ code: Code, _ description: String, key: Digest? = nil, units: Int64? = nil) {
    self.code = code
    self.key = key
    self.units = units
    self.description = description
  }

  public var json: JSON {
    .fields(["code": code.json, "detail": description.json, "key": key?.json, "units": units?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    code = try fields.value("code")
    description = try fields.value("detail")
    key = try fields.optional("key")
    units = try fields.optional("units")
    try fields.close()
  }
}
