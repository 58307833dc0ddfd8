public import SemperCoding
import SemperModel

/// One side of a posting: an account and what it gains, in minor units; below zero what it loses.
public struct LedgerLine: Hashable, Sendable, CanonicalValue {
  public let account: LedgerAccount
  public let units: Int64

  public init(_ account: LedgerAccount, _ units: Int64) {
    self.account = account
    self.units = units
  }

  public var json: JSON { .fields(["account": account.json, "units": units.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.value("account")
    units = try fields.value("units")
    try fields.close()
  }
}
