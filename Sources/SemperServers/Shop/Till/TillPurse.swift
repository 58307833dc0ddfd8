public import SemperCoding
public import SemperExchange
public import SemperModel
public import SemperPayments

/// One means by which a shop is paid, as its owner looks at it.
public struct TillPurse: Hashable, Sendable, CanonicalValue {
  public let purse: PurseDescriptor
  /// How fair a deal under the newest terms is with it, as the planner computes it; `nil` where the terms have no exchange.
  public let level: FairnessLevel?
  /// What the bank says is there; `nil` where it cannot be asked now.
  public let atBank: Money?
  /// What the till itself has taken that is not there yet; `nil` where it counts nothing, or cannot be asked now.
  public let held: Money?

  init(_ purse: PurseDescriptor, level: FairnessLevel?, atBank: Money?, held: Money?) {
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
