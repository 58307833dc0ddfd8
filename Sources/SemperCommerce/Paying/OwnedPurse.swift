public import SemperCoding
public import SemperExchange
public import SemperModel
public import SemperPayments

/// One means of payment as its owner looks at it: a buyer at its purse, a seller at its till.
public struct OwnedPurse: Hashable, Sendable, CanonicalValue {
  public let purse: PurseDescriptor
  /// How fair a deal is with it, as the planner computes it: for a seller under its newest terms, for a buyer in a purchase of data. `nil`
  /// where there is no exchange to pay for.
  public let level: FairnessLevel?
  /// What the bank says is there; `nil` where it cannot be asked now.
  public let atBank: Money?
  /// What the purse or till itself counts, and a till has taken that is not at the bank yet; `nil` where it counts nothing, or cannot be
  /// asked now.
  public let held: Money?

  public init(_ purse: PurseDescriptor, level: FairnessLevel?, atBank: Money?, held: Money?) {
    self.purse = purse
    self.level = level
    self.atBank = atBank
    self.held = held
  }

  public var json: JSON {
    .fields(["atBank": atBank?.json, "held": held?.json, "level": level?.json, "purse": purse.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    atBank = try fields.optional("atBank")
    held = try fields.optional("held")
    level = try fields.optional("level")
    purse = try fields.value("purse")
    try fields.close()
  }
}
