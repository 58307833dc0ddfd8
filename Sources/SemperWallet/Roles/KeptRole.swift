public import SemperCoding
import SemperModel
public import SemperTerms

/// A role of a wallet, with how it stands.
public struct KeptRole: Hashable, Sendable, CanonicalValue {
  public let role: CapabilityRole
  public internal(set) var tally: RoleTally
  /// How often it has answered.
  public internal(set) var uses: Int

  init(_ role: CapabilityRole) {
    self.role = role
    tally = RoleTally()
    uses = 0
  }

  public var json: JSON { .fields(["role": role.json, "tally": tally.json, "uses": uses.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    role = try fields.value("role")
    tally = try fields.value("tally")
    uses = try fields.value("uses")
    try fields.close()
  }
}
