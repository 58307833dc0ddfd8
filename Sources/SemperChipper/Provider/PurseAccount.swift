public import SemperCoding
public import SemperModel

/// What a provider knows of one purse: whose it is, and what must be on it (the shadow account).
public struct PurseAccount: Hashable, Sendable, CanonicalValue {
  /// Whose account it loads from and unloads to.
  public let owner: Thumbprint
  public let keyVersion: UInt8
  /// Minor units: loads, less unloads and what modules have handed in. The purse itself never holds more.
  public internal(set) var shadow: Int64 = 0
  /// Minor units that the purse has spent beyond what was loaded: a loss, and the sign of a broken or copied card.
  public internal(set) var overspent: Int64 = 0
  /// The number of the last transaction with the host.
  public internal(set) var lastNumber: UInt16 = 0
  public internal(set) var isBlocked = false

  init(owner: Thumbprint, keyVersion: UInt8) {
    self.owner = owner
    self.keyVersion = keyVersion
  }

  /// Takes what a module has handed in; what the shadow does not cover is overspent.
  mutating func spend(_ units: Int64) -> (covered: Int64, overspent: Int64) {
    let covered = min(shadow, units)
    shadow -= covered
    overspent += units - covered
    return (covered, units - covered)
  }

  public var json: JSON {
    .fields([
      "blocked": isBlocked.json, "keyVersion": Int(keyVersion).json, "lastNumber": Int(lastNumber).json,
      "overspent": overspent.json, "owner": owner.json, "shadow": shadow.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    isBlocked = try fields.value("blocked")
    keyVersion = try fields.field("keyVersion")
    lastNumber = try fields.field("lastNumber")
    overspent = try fields.value("overspent")
    owner = try fields.value("owner")
    shadow = try fields.value("shadow")
    try fields.close()
    guard shadow >= 0, overspent >= 0 else { throw CodingError(.outOfRange, "a purse account holds no less than zero") }
  }
}

extension ObjectReader {
  /// A member that is a field of a card: an unsigned integer of its width.
  mutating func field<Integer: FixedWidthInteger & UnsignedInteger>(_ name: String) throws(CodingError) -> Integer {
    let value: Int64 = try value(name)
    guard let field = Integer(exactly: value) else {
      throw CodingError(.outOfRange, "the number has no more than \(Integer.bitWidth) bits").inside(name)
    }
    return field
  }
}
